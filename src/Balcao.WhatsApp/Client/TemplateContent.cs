using System.Globalization;
using System.Text.Json;

namespace Balcao.WhatsApp.Client;

/// <summary>
/// An approved template. The language must match exactly ("pt_BR" is not "pt"), otherwise Meta answers 132001.
/// </summary>
public sealed record TemplateContent(string Name, string Language, IReadOnlyList<TemplateComponent> Components) : OutboundContent
{
    public override string Type => "template";

    internal override void WritePart(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("name"u8, Name);
        json.WriteStartObject("language"u8);
        json.WriteString("code"u8, Language);
        json.WriteEndObject();
        if (Components.Count > 0)
            TemplateComponent.WriteList(json, Components);
        json.WriteEndObject();
    }
}

/// <summary>
/// The values for one component. Components without variables, such as static link and phone buttons, are left out.
/// </summary>
public abstract record TemplateComponent
{
    private protected TemplateComponent()
    {
    }

    private protected abstract void WriteMembers(Utf8JsonWriter json);

    internal static void WriteList(Utf8JsonWriter json, IReadOnlyList<TemplateComponent> components)
    {
        json.WriteStartArray("components"u8);
        foreach (var component in components)
        {
            json.WriteStartObject();
            component.WriteMembers(json);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private protected static void WriteParameters(Utf8JsonWriter json, params IReadOnlyList<TemplateParameter> parameters)
    {
        json.WriteStartArray("parameters"u8);
        foreach (var parameter in parameters)
            parameter.Write(json);
        json.WriteEndArray();
    }
}

/// <summary>A text, an image, a video, a document or a location.</summary>
public sealed record TemplateHeader(TemplateParameter Parameter) : TemplateComponent
{
    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "header"u8);
        WriteParameters(json, Parameter);
    }
}

/// <summary>In the order of {{1}}…{{n}}, or each with its name; the two must not be mixed.</summary>
public sealed record TemplateBody(IReadOnlyList<TemplateParameter> Parameters) : TemplateComponent
{
    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "body"u8);
        WriteParameters(json, Parameters);
    }
}

/// <summary>The value for one button. The index counts all buttons of the template, from 0.</summary>
public sealed record TemplateButton : TemplateComponent
{
    internal string SubType { get; }

    internal int Index { get; }

    internal TemplateParameter Parameter { get; }

    private TemplateButton(string subType, int index, TemplateParameter parameter) => (SubType, Index, Parameter) = (subType, index, parameter);

    /// <summary>The payload is returned in the webhook when the button is tapped.</summary>
    public static TemplateButton QuickReply(int index, string payload) => new("quick_reply", index, new PayloadParameter(payload));

    /// <summary>
    /// The text that replaces the variable at the end of the address; for one-time passwords the code itself.
    /// </summary>
    public static TemplateButton Link(int index, string suffix) => new("url", index, new TextParameter(suffix));

    public static TemplateButton CopyCode(int index, string code) => new("copy_code", index, new CouponCodeParameter(code));

    /// <summary><paramref name="dataJson"/> is a JSON object for the flow's first screen.</summary>
    public static TemplateButton Flow(int index, string? token, string? dataJson) => new("flow", index, new FlowActionParameter(token, dataJson));

    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "button"u8);
        json.WriteString("sub_type"u8, SubType);
        json.WriteString("index"u8, Index.ToString(CultureInfo.InvariantCulture));
        WriteParameters(json, Parameter);
    }
}

public sealed record TemplateLimitedTimeOffer(DateTimeOffset ExpiresAt) : TemplateComponent
{
    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "limited_time_offer"u8);
        WriteParameters(json, new LimitedTimeOfferParameter(ExpiresAt));
    }
}

/// <summary>As many cards as were approved, each with its components.</summary>
public sealed record TemplateCarousel(IReadOnlyList<IReadOnlyList<TemplateComponent>> Cards) : TemplateComponent
{
    private protected override void WriteMembers(Utf8JsonWriter json)
    {
        json.WriteString("type"u8, "carousel"u8);
        json.WriteStartArray("cards"u8);
        for (var index = 0; index < Cards.Count; index++)
        {
            json.WriteStartObject();
            json.WriteNumber("card_index"u8, index);
            WriteList(json, Cards[index]);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}

public abstract record TemplateParameter
{
    private protected TemplateParameter()
    {
    }

    /// <summary>Only for templates with named variables.</summary>
    public string? Name { get; init; }

    private protected abstract string Type { get; }

    private protected abstract void WriteValue(Utf8JsonWriter json);

    internal void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, Type);
        json.WriteOptional("parameter_name"u8, Name);
        json.WritePropertyName(Type);
        WriteValue(json);
        json.WriteEndObject();
    }
}

/// <summary>Without newlines, tabs or more than four spaces in a row, otherwise Meta answers 132018.</summary>
public sealed record TextParameter(string Text) : TemplateParameter
{
    private protected override string Type => "text";

    private protected override void WriteValue(Utf8JsonWriter json) => json.WriteStringValue(Text);
}

/// <summary>The amount in thousandths of the currency; the fallback is shown where it cannot be formatted.</summary>
public sealed record CurrencyParameter(string Fallback, string CurrencyCode, long Thousandths) : TemplateParameter
{
    private protected override string Type => "currency";

    private protected override void WriteValue(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("fallback_value"u8, Fallback);
        json.WriteString("code"u8, CurrencyCode);
        json.WriteNumber("amount_1000"u8, Thousandths);
        json.WriteEndObject();
    }
}

public sealed record DateTimeParameter(string Fallback) : TemplateParameter
{
    private protected override string Type => "date_time";

    private protected override void WriteValue(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("fallback_value"u8, Fallback);
        json.WriteEndObject();
    }
}

public sealed record ImageParameter(MediaReference Media) : TemplateParameter
{
    private protected override string Type => "image";

    private protected override void WriteValue(Utf8JsonWriter json) => Media.WritePart(json);
}

public sealed record VideoParameter(MediaReference Media) : TemplateParameter
{
    private protected override string Type => "video";

    private protected override void WriteValue(Utf8JsonWriter json) => Media.WritePart(json);
}

public sealed record DocumentParameter(MediaReference Media, string? Filename = null) : TemplateParameter
{
    private protected override string Type => "document";

    private protected override void WriteValue(Utf8JsonWriter json) => Media.WritePart(json, caption: null, Filename);
}

public sealed record LocationParameter(LocationContent Location) : TemplateParameter
{
    private protected override string Type => "location";

    private protected override void WriteValue(Utf8JsonWriter json) => Location.WritePart(json);
}

internal sealed record PayloadParameter(string Payload) : TemplateParameter
{
    private protected override string Type => "payload";

    private protected override void WriteValue(Utf8JsonWriter json) => json.WriteStringValue(Payload);
}

internal sealed record CouponCodeParameter(string Code) : TemplateParameter
{
    private protected override string Type => "coupon_code";

    private protected override void WriteValue(Utf8JsonWriter json) => json.WriteStringValue(Code);
}

internal sealed record FlowActionParameter(string? Token, string? DataJson) : TemplateParameter
{
    private protected override string Type => "action";

    private protected override void WriteValue(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteOptional("flow_token"u8, Token);
        if (DataJson is not null)
        {
            json.WritePropertyName("flow_action_data"u8);
            json.WriteRawValue(DataJson);
        }
        json.WriteEndObject();
    }
}

internal sealed record LimitedTimeOfferParameter(DateTimeOffset ExpiresAt) : TemplateParameter
{
    private protected override string Type => "limited_time_offer";

    private protected override void WriteValue(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("expiration_time_ms"u8, ExpiresAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }
}
