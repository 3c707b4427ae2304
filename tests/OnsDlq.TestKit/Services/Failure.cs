using OnsDlq.Errors;
using OnsDlq.Transport;

namespace OnsDlq.TestKit.Services;

/// <summary>Creates the exceptions with which a resend can end.</summary>
internal static class Failure
{
    public static ServiceException Of(
        ErrorId id, RequestReach reach, int? status = null, string? code = null, int tries = 1, string? requestId = null) =>
        new(id, $"{id} at {reach}")
        {
            Action = "OnsDLQMessageResendById",
            Host = "ons.cn-hangzhou.aliyuncs.com",
            Reach = reach,
            StatusCode = status,
            Code = code,
            Tries = tries,
            RequestId = requestId,
        };
}
