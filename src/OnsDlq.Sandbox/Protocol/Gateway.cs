using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using OnsDlq.Sandbox.Control;
using OnsDlq.Sandbox.Faults;

namespace OnsDlq.Sandbox.Protocol;

/// <summary>The service's gateway: reads a call, checks it, asks for its fault, executes it and answers.</summary>
internal sealed class Gateway(Admission admission, IFaultSource faults, ICallLedger ledger, AnswerSender sender, RandomText random)
{
    public async Task HandleAsync(HttpContext context)
    {
        var requestId = random.RequestId();
        context.Response.Headers["x-acs-request-id"] = requestId;
        var request = await RequestReader.ReadAsync(context.Request, context.RequestAborted);
        var format = AnswerFormat.Xml;
        FaultDirective? fault = null;
        Answer? answer;
        try
        {
            format = AnswerFormats.Of(request);
            var admitted = admission.Admit(request, requestId);
            fault = faults.Next(admitted.Operation.Action, admitted.Call.Parameters.GetValueOrDefault("MsgId"));
            answer = fault is null || FaultPlan.Executes(fault.Fault)
                ? Execute(admitted, fault, format)
                : Refuse(context.Request, admitted, fault, format);
        }
        catch (OperationError error)
        {
            answer = Answer.Of(error, requestId, context.Request.Host.Value ?? "", format, product: OperationTable.ProductOf(request));
        }

        await sender.SendAsync(context, answer, fault);
    }

    private Answer Execute(AdmittedCall admitted, FaultDirective? fault, AnswerFormat format)
    {
        var (operation, call) = admitted;
        try
        {
            var result = operation.Execute(call);
            ledger.Accepted(operation.Action);
            if (fault?.Fault == Fault.OtherId)
                result = AnswerAlteration.WithOtherId(result, call.Parameters.GetValueOrDefault("MsgId"));
            var answer = Answer.Of(call, result, format);
            return fault?.Fault == Fault.Garbage ? AnswerAlteration.Garbled(answer) : answer;
        }
        catch (OperationError)
        {
            ledger.Refused(operation.Action);
            throw;
        }
    }

    private Answer? Refuse(HttpRequest request, AdmittedCall admitted, FaultDirective fault, AnswerFormat format)
    {
        ledger.Refused(admitted.Operation.Action);
        var product = OperationTable.ProductOf(admitted.Operation.Version);
        return FaultPlan.Instead(fault, admitted.Call.RequestId, request.Host.Value ?? "", request.GetEncodedUrl(), format, product);
    }
}
