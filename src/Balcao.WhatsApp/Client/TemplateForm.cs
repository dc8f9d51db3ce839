using System.Text.Json;
using System.Text.RegularExpressions;

namespace Balcao.WhatsApp.Client;

public enum TemplateFieldKind
{
    Text,
    Image,
    Video,
    Document,
    Location,

    /// <summary>The text that replaces the variable at the end of a link button's address.</summary>
    LinkSuffix,

    CouponCode,
}

/// <summary>One value that must be filled in before a template can be sent.</summary>
/// <param name="Path"><c>header</c>, <c>body.1</c>, <c>body.first_name</c>, <c>button.0</c>.</param>
/// <param name="Name">The variable's name; null if the variables are numbered.</param>
/// <param name="Example">The example value with which the template was approved.</param>
public sealed record TemplateField(string Path, TemplateFieldKind Kind, string? Name = null, string? Example = null);

public enum TemplateProblemKind { Missing, Surplus, WrongKind, NotAllowed, TooLong }

/// <summary>A value that Meta would refuse (132000, 132005, 132012, 132018), and the reason.</summary>
public sealed record TemplateProblem(string Path, TemplateProblemKind Kind);

/// <summary>
/// All values that must be filled in before a template can be sent, derived from its definition: the variables of
/// header and body, the header's media or location, and the links and codes of buttons (Meta, message templates, Dec
/// 2025).
/// </summary>
public sealed partial record TemplateForm(IReadOnlyList<TemplateField> Fields)
{
    /// <summary>In characters, with the values inserted.</summary>
    private const int LongestBody = 1024, LongestHeader = 60;

    private string _body = "", _header = "";

    public static TemplateForm Of(TemplateDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var form = new TemplateForm([]);
        var fields = new List<TemplateField>();
        JsonDocument components;
        try { components = JsonDocument.Parse(definition.ComponentsJson ?? "[]"); }
        catch (JsonException) { return form; }
        using (components)
        {
            if (components.RootElement.ValueKind is not JsonValueKind.Array) return form;
            foreach (var component in components.RootElement.EnumerateArray())
                switch (component.Text("type"u8)?.ToUpperInvariant())
                {
                    case "HEADER":
                        form._header = component.Text("text"u8) ?? "";
                        fields.AddRange(HeaderFields(component));
                        break;
                    case "BODY":
                        form._body = component.Text("text"u8) ?? "";
                        // The body of a one-time password is a fixed text of Meta whose only variable is the code.
                        if (form._body.Length == 0 && definition.Category is "AUTHENTICATION") fields.Add(new("body.1", TemplateFieldKind.Text));
                        fields.AddRange(Variables("body", component, "body_text"u8));
                        break;
                    case "BUTTONS":
                        fields.AddRange(ButtonFields(component));
                        break;
                }
        }
        return form with { Fields = fields };
    }

    /// <summary>Returns all problems of these values, in the order of the form; empty if they can be sent.</summary>
    public IReadOnlyList<TemplateProblem> Check(TemplateContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        var given = Given(content).ToList();
        var problems = new List<TemplateProblem>();
        foreach (var field in Fields)
        {
            var value = given.FirstOrDefault(g => g.Path == field.Path).Value;
            if (value is null) problems.Add(new(field.Path, TemplateProblemKind.Missing));
            else if (!Fits(field.Kind, value)) problems.Add(new(field.Path, TemplateProblemKind.WrongKind));
            else if (value is TextParameter text && Forbidden().IsMatch(text.Text)) problems.Add(new(field.Path, TemplateProblemKind.NotAllowed));
        }
        problems.AddRange(given.Where(g => Fields.All(field => field.Path != g.Path)).Select(g => new TemplateProblem(g.Path, TemplateProblemKind.Surplus)));
        if (LengthOf(_header, "header", given) > LongestHeader) problems.Add(new("header", TemplateProblemKind.TooLong));
        if (LengthOf(_body, "body", given) > LongestBody) problems.Add(new("body", TemplateProblemKind.TooLong));
        return problems;
    }

    private static IEnumerable<TemplateField> HeaderFields(JsonElement header) => header.Text("format"u8)?.ToUpperInvariant() switch
    {
        "IMAGE" => [new("header", TemplateFieldKind.Image)],
        "VIDEO" => [new("header", TemplateFieldKind.Video)],
        "DOCUMENT" => [new("header", TemplateFieldKind.Document)],
        "LOCATION" => [new("header", TemplateFieldKind.Location)],
        _ => Variables("header", header, "header_text"u8).Take(1).Select(field => field with { Path = "header" }),
    };

    private static IEnumerable<TemplateField> Variables(string part, JsonElement component, ReadOnlySpan<byte> examplesName)
    {
        var examples = ExamplesOf(component, examplesName);
        var names = Variable().Matches(component.Text("text"u8) ?? "").Select(match => match.Groups["name"].Value).Distinct().ToList();
        return names.Select((name, i) => new TemplateField(
            $"{part}.{name}", TemplateFieldKind.Text, int.TryParse(name, out _) ? null : name, examples.ElementAtOrDefault(i)));
    }

    /// <summary>
    /// Meta gives examples as a list, a list of lists or a list of named parameters; each in the order of the
    /// variables.
    /// </summary>
    private static List<string?> ExamplesOf(JsonElement component, ReadOnlySpan<byte> name)
    {
        if (!component.TryMember("example"u8, out var example)) return [];
        if (!example.TryMember(name, out var list))
            return example.TryMember("body_text_named_params"u8, out var named) && named.ValueKind is JsonValueKind.Array
                ? [.. named.EnumerateArray().Select(item => item.Text("example"u8))] : [];
        if (list.ValueKind is not JsonValueKind.Array) return [];
        var items = list.EnumerateArray().ToList();
        if (items is [{ ValueKind: JsonValueKind.Array } first, ..]) items = [.. first.EnumerateArray()];
        return [.. items.Select(item => item.ValueKind is JsonValueKind.String ? item.GetString() : null)];
    }

    private static List<TemplateField> ButtonFields(JsonElement component)
    {
        var fields = new List<TemplateField>();
        if (!component.TryMember("buttons"u8, out var buttons) || buttons.ValueKind is not JsonValueKind.Array) return fields;
        var index = 0;
        foreach (var button in buttons.EnumerateArray())
        {
            var path = $"button.{index++}";
            switch (button.Text("type"u8)?.ToUpperInvariant())
            {
                case "URL" when button.Text("url"u8)?.Contains("{{", StringComparison.Ordinal) is true:
                case "OTP": // the code is sent like a link suffix
                    fields.Add(new(path, TemplateFieldKind.LinkSuffix));
                    break;
                case "COPY_CODE":
                    fields.Add(new(path, TemplateFieldKind.CouponCode));
                    break;
            }
        }
        return fields;
    }

    private static IEnumerable<(string Path, TemplateParameter Value)> Given(TemplateContent content) => content.Components.SelectMany(component => component switch
    {
        TemplateHeader header => [("header", header.Parameter)],
        TemplateBody body => body.Parameters.Select((value, i) => ($"body.{value.Name ?? (i + 1).ToString(null, null)}", value)),
        // A quick reply's payload and a flow's data are optional, so they are not fields of the form.
        TemplateButton { SubType: "url" or "copy_code" } button => [($"button.{button.Index}", button.Parameter)],
        _ => Enumerable.Empty<(string, TemplateParameter)>(),
    });

    private static bool Fits(TemplateFieldKind kind, TemplateParameter value) => kind switch
    {
        TemplateFieldKind.Image => value is ImageParameter,
        TemplateFieldKind.Video => value is VideoParameter,
        TemplateFieldKind.Document => value is DocumentParameter,
        TemplateFieldKind.Location => value is LocationParameter,
        TemplateFieldKind.CouponCode => value is CouponCodeParameter,
        TemplateFieldKind.LinkSuffix => value is TextParameter,
        _ => value is TextParameter or CurrencyParameter or DateTimeParameter,
    };

    private static int LengthOf(string text, string part, List<(string Path, TemplateParameter Value)> given) => Variable().Replace(text, match =>
    {
        var path = part is "header" ? part : $"{part}.{match.Groups["name"].Value}";
        return given.FirstOrDefault(g => g.Path == path).Value switch
        {
            TextParameter value => value.Text,
            CurrencyParameter value => value.Fallback,
            DateTimeParameter value => value.Fallback,
            _ => "",
        };
    }).Length;

    [GeneratedRegex(@"\{\{\s*(?<name>[0-9]+|[a-z_][a-z0-9_]*)\s*\}\}")]
    private static partial Regex Variable();

    /// <summary>Newlines, tabs, more than four spaces in a row, and blank text.</summary>
    [GeneratedRegex(@"[\r\n\t]|[ ]{5,}|^\s*$")]
    private static partial Regex Forbidden();
}
