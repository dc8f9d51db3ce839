using System.Text.Json.Nodes;
using Balcao.Simulator.Phones;

namespace Balcao.Simulator.Templates;

/// <summary>The approved text with the values of one message, as the customer reads it.</summary>
static class TemplateBubble
{
    public static MessageContent Fill(MessageContent content, TemplateDefinition definition, JsonObject template)
    {
        var sent = template.Array("components").Objects().ToList();
        var header = definition.Component("HEADER")?.Text("text");
        var body = definition.Component("BODY")?.Text("text");
        var buttons = definition.Component("BUTTONS")?.Array("buttons").Objects().ToList() ?? [];
        var payloads = sent.Where(component => component.Text("type")?.ToLowerInvariant() is "button" && component.Text("sub_type")?.ToLowerInvariant() is "quick_reply")
            .ToDictionary(component => (int)component.Number("index")!.Value, component => component.Array("parameters").Objects().FirstOrDefault()?.Text("payload"));
        var replies = buttons.Select((button, index) => (button, index)).Where(each => each.button.Text("type") is "QUICK_REPLY")
            .Select(each => new ChoicePart(payloads.GetValueOrDefault(each.index) ?? each.button.Text("text")!, each.button.Text("text")!));
        var link = buttons.FirstOrDefault(button => button.Text("type") is "URL");
        return content with
        {
            TemplateId = definition.Id,
            Category = definition.Category.ToLowerInvariant(),
            Header = header is null ? content.Header : TemplateText.Filled(header, TemplateSendRules.Values(header, TemplateSendRules.Parameters(TemplateSendRules.Of(sent, "header")))),
            Text = body is null ? content.Text : TemplateText.Filled(body, TemplateSendRules.Values(body, TemplateSendRules.Parameters(TemplateSendRules.Of(sent, "body")))),
            Footer = definition.Component("FOOTER")?.Text("text"),
            Buttons = [.. replies],
            Link = link is null ? null : new LinkPart(link.Text("text") ?? "", link.Text("url") ?? ""),
        };
    }
}
