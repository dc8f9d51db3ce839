using System.Text.Json;

namespace Balcao.WhatsApp.Webhooks;

/// <summary>An answer to one of our interactive messages.</summary>
public sealed record InteractiveReply
{
    public const string ButtonReplyType = "button_reply";
    public const string ListReplyType = "list_reply";
    public const string FormReplyType = "nfm_reply";
    public const string CallPermissionReplyType = "call_permission_reply";

    public string? Type { get; init; }
    public ChoiceReply? Button { get; init; }
    public ChoiceReply? List { get; init; }
    public FormReply? Form { get; init; }
    public CallPermissionReply? CallPermission { get; init; }

    /// <summary>The button or row chosen.</summary>
    public ChoiceReply? Choice => Button ?? List;

    internal static InteractiveReply Read(JsonElement json) => new()
    {
        Type = json.Text("type"u8),
        Button = json.Part("button_reply"u8, ChoiceReply.Read),
        List = json.Part("list_reply"u8, ChoiceReply.Read),
        Form = json.Part("nfm_reply"u8, FormReply.Read),
        CallPermission = json.Part("call_permission_reply"u8, CallPermissionReply.Read),
    };
}

/// <summary>The id we gave the button or row, and the label the customer saw.</summary>
public sealed record ChoiceReply
{
    public string? Id { get; init; }
    public string? Title { get; init; }
    public string? Description { get; init; }

    internal static ChoiceReply Read(JsonElement json) => new()
    {
        Id = json.Text("id"u8),
        Title = json.Text("title"u8),
        Description = json.Text("description"u8),
    };
}

/// <summary>A filled-in flow or address form.</summary>
public sealed record FormReply
{
    /// <summary>"flow" or "address_message".</summary>
    public string? Name { get; init; }
    public string? Body { get; init; }
    /// <summary>JSON inside a string, as received: it may be invalid or not an object.</summary>
    public string? ResponseJson { get; init; }
    /// <summary>The token of the flow, if the response holds one.</summary>
    public string? FlowToken { get; init; }
    /// <summary>
    /// The members of the response except the token, in their order; values other than texts and numbers as JSON. Empty
    /// if the response is not an object or cannot be read.
    /// </summary>
    public IReadOnlyList<FormAnswer> Answers { get; init; } = [];

    internal static FormReply Read(JsonElement json)
    {
        var response = json.TryMember("response_json"u8, out var member)
            ? member.ValueKind is JsonValueKind.String ? member.GetString() : member.GetRawText()
            : null;
        var (token, answers) = ReadResponse(response);
        return new()
        {
            Name = json.Text("name"u8),
            Body = json.Text("body"u8),
            ResponseJson = response,
            FlowToken = token,
            Answers = answers,
        };
    }

    private static (string? Token, IReadOnlyList<FormAnswer> Answers) ReadResponse(string? response)
    {
        if (string.IsNullOrWhiteSpace(response))
            return (null, []);
        try
        {
            // The inner JSON has its own escapes, so invalid characters are replaced in it as in a body.
            using var inner = JsonDocument.Parse(JsonSanitizer.Heal(System.Text.Encoding.UTF8.GetBytes(response)));
            if (inner.RootElement.ValueKind is not JsonValueKind.Object)
                return (null, []);
            var answers = new List<FormAnswer>();
            foreach (var member in inner.RootElement.EnumerateObject())
                if (!member.NameEquals("flow_token"u8))
                    answers.Add(new FormAnswer(member.Name, Said(member.Value)));
            return (inner.RootElement.Text("flow_token"u8), answers);
        }
        catch (JsonException)
        {
            return (null, []);
        }
    }

    private static string Said(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "",
        JsonValueKind.String => value.GetString()!,
        _ => value.GetRawText(),
    };
}

public sealed record FormAnswer(string Name, string Value);

public sealed record CallPermissionReply
{
    /// <summary>"accept" or "reject".</summary>
    public string? Response { get; init; }
    public bool IsPermanent { get; init; }
    public DateTimeOffset? ExpiresAt { get; init; }
    /// <summary>"user_action" or "automatic".</summary>
    public string? ResponseSource { get; init; }

    internal static CallPermissionReply Read(JsonElement json) => new()
    {
        Response = json.Text("response"u8),
        IsPermanent = json.Flag("is_permanent"u8) ?? false,
        ExpiresAt = json.Instant("expiration_timestamp"u8),
        ResponseSource = json.Text("response_source"u8),
    };
}
