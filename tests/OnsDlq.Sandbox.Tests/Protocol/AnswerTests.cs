using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using OnsDlq.Sandbox.Protocol;

namespace OnsDlq.Sandbox.Tests.Protocol;

/// <summary>How answers are written.</summary>
public sealed class AnswerTests
{
    private static readonly OperationCall Call =
        new("OnsDLQMessageGetById", new Dictionary<string, string>(), new Caller("1", "k", "arn"), "cn-hangzhou", "REQ-1");

    [Fact]
    public void XML_repeats_the_name_of_a_list_for_each_item()
    {
        var members = JsonNode.Parse("""
            {"Data":{"MsgId":"0A","PropertyList":{"MessageProperty":[{"Name":"TAGS","Value":"a<b\u0001"},{"Name":"KEYS","Value":null}]},
            "StoreSize":407,"Empty":{"List":[]}}}
            """)!.AsObject();
        var answer = Answer.Of(Call, members, AnswerFormat.Xml);
        var root = XDocument.Parse(Encoding.UTF8.GetString(answer.Body)).Root!;
        Assert.Equal("OnsDLQMessageGetByIdResponse", root.Name);
        Assert.Equal("REQ-1", root.Element("RequestId")!.Value);
        var data = root.Element("Data")!;
        Assert.Equal("407", data.Element("StoreSize")!.Value);
        Assert.Equal(["a<b", ""], data.Element("PropertyList")!.Elements("MessageProperty").Select(p => p.Element("Value")?.Value ?? ""));
        Assert.Empty(data.Element("Empty")!.Elements());
    }

    [Fact]
    public void JSON_keeps_text_as_it_is()
    {
        var answer = Answer.Of(Call, new JsonObject { ["Data"] = "é+&'<" }, AnswerFormat.Json);
        Assert.Equal("""{"RequestId":"REQ-1","Data":"é+&'<"}""", Encoding.UTF8.GetString(answer.Body));
    }

    [Theory]
    [InlineData("Format=json", null, false, AnswerFormat.Json)]
    [InlineData("Format=XML", "application/json", true, AnswerFormat.Xml)]
    [InlineData("", "application/json", false, AnswerFormat.Xml)]
    [InlineData("", "application/json", true, AnswerFormat.Json)]
    [InlineData("", "text/xml", true, AnswerFormat.Xml)]
    [InlineData("", "*/*", true, AnswerFormat.Json)]
    [InlineData("", null, true, AnswerFormat.Json)]
    internal void The_format_is_the_one_asked_for(string query, string? accept, bool v3, AnswerFormat format)
    {
        var headers = new Dictionary<string, string>();
        if (accept is not null) headers["accept"] = accept;
        if (v3) headers["authorization"] = "ACS3-HMAC-SHA256 x";
        Assert.Equal(format, AnswerFormats.Of(new ApiRequest { Method = "GET", Query = PercentEncoding.Pairs(query), Headers = headers }));
    }
}
