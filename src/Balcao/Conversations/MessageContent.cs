using System.Text.Json;
using System.Text.Json.Serialization;
using Balcao.Contract;

namespace Balcao.Conversations;

/// <summary>The parts of a message beyond its text.</summary>
public sealed record MessageContent
{
    public LocationItem? Location { get; init; }

    public IReadOnlyList<SharedContact>? Contacts { get; init; }

    public ReplyButtonsItem? Buttons { get; init; }

    public ReplyListItem? List { get; init; }

    /// <summary>The id or payload behind a pressed button or list row.</summary>
    public string? ReplyPayload { get; init; }

    public OrderItem? Order { get; init; }

    public FormItem? Form { get; init; }

    public CallPermissionItem? CallPermission { get; init; }

    public ReferralItem? Referral { get; init; }

    public ProductItem? Product { get; init; }

    public ForwardMark? Forwarded { get; init; }

    public NoticeItem? Notice { get; init; }

    /// <summary>Meta's code for why it is a placeholder.</summary>
    public int? PlaceholderCode { get; init; }

    public static MessageContent? Read(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, MessageContentJson.Default.MessageContent);

    public string ToJson() => JsonSerializer.Serialize(this, MessageContentJson.Default.MessageContent);
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(MessageContent))]
internal sealed partial class MessageContentJson : JsonSerializerContext;
