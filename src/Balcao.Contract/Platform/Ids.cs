using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Balcao.Contract;

/// <summary>A typed id: a UUIDv7, written as its usual 36-character text in JSON and URLs.</summary>
public interface IId<TSelf> where TSelf : struct, IId<TSelf>
{
    Guid Value { get; }

    static abstract TSelf Of(Guid value);
}

public static class Ids
{
    extension<TId>(TId) where TId : struct, IId<TId>
    {
        /// <summary>A new UUIDv7 with this time: later ids sort after earlier ones.</summary>
#pragma warning disable CA1000 // The analyzer takes the extension for a generic type.
        public static TId New(DateTimeOffset now) => TId.Of(Uuid7.New(now));
#pragma warning restore CA1000
    }

    /// <summary>The common part of each type's own <c>TryParse</c>, with which ASP.NET Core binds route parameters.</summary>
    internal static bool TryParse<TId>(string? text, out TId id) where TId : struct, IId<TId>
    {
        var parsed = Guid.TryParse(text, out var value);
        id = TId.Of(value);
        return parsed;
    }
}

public sealed class IdJsonConverter<TId> : JsonConverter<TId> where TId : struct, IId<TId>
{
    public override TId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.Of(reader.GetGuid());

    public override void Write(Utf8JsonWriter writer, TId value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Value);

    public override TId ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        TId.Of(Guid.Parse(reader.GetString()!));

    public override void WriteAsPropertyName(Utf8JsonWriter writer, [DisallowNull] TId value, JsonSerializerOptions options) =>
        writer.WritePropertyName(value.Value.ToString());
}

[JsonConverter(typeof(IdJsonConverter<TenantId>))]
public readonly record struct TenantId(Guid Value) : IId<TenantId>
{
    public static TenantId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out TenantId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<AgentId>))]
public readonly record struct AgentId(Guid Value) : IId<AgentId>
{
    public static AgentId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out AgentId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<PersonId>))]
public readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    public static PersonId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out PersonId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<SecurityEventId>))]
public readonly record struct SecurityEventId(Guid Value) : IId<SecurityEventId>
{
    public static SecurityEventId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out SecurityEventId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<SignInId>))]
public readonly record struct SignInId(Guid Value) : IId<SignInId>
{
    public static SignInId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out SignInId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ApiTokenId>))]
public readonly record struct ApiTokenId(Guid Value) : IId<ApiTokenId>
{
    public static ApiTokenId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ApiTokenId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ChannelId>))]
public readonly record struct ChannelId(Guid Value) : IId<ChannelId>
{
    public static ChannelId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ChannelId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ChatGroupId>))]
public readonly record struct ChatGroupId(Guid Value) : IId<ChatGroupId>
{
    public static ChatGroupId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ChatGroupId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ContactId>))]
public readonly record struct ContactId(Guid Value) : IId<ContactId>
{
    public static ContactId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ContactId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ConversationId>))]
public readonly record struct ConversationId(Guid Value) : IId<ConversationId>
{
    public static ConversationId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ConversationId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ChatId>))]
public readonly record struct ChatId(Guid Value) : IId<ChatId>
{
    public static ChatId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out ChatId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<TemplateId>))]
public readonly record struct TemplateId(Guid Value) : IId<TemplateId>
{
    public static TemplateId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out TemplateId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<TicketId>))]
public readonly record struct TicketId(Guid Value) : IId<TicketId>
{
    public static TicketId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out TicketId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<TicketActionId>))]
public readonly record struct TicketActionId(Guid Value) : IId<TicketActionId>
{
    public static TicketActionId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out TicketActionId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<TicketCategoryId>))]
public readonly record struct TicketCategoryId(Guid Value) : IId<TicketCategoryId>
{
    public static TicketCategoryId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out TicketCategoryId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<TicketFieldId>))]
public readonly record struct TicketFieldId(Guid Value) : IId<TicketFieldId>
{
    public static TicketFieldId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out TicketFieldId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<SavedViewId>))]
public readonly record struct SavedViewId(Guid Value) : IId<SavedViewId>
{
    public static SavedViewId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out SavedViewId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<MessageId>))]
public readonly record struct MessageId(Guid Value) : IId<MessageId>
{
    public static MessageId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out MessageId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<UploadId>))]
public readonly record struct UploadId(Guid Value) : IId<UploadId>
{
    public static UploadId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out UploadId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<MacroId>))]
public readonly record struct MacroId(Guid Value) : IId<MacroId>
{
    public static MacroId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out MacroId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<MacroFileId>))]
public readonly record struct MacroFileId(Guid Value) : IId<MacroFileId>
{
    public static MacroFileId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out MacroFileId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<PlanId>))]
public readonly record struct PlanId(Guid Value) : IId<PlanId>
{
    public static PlanId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out PlanId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<MetaRateId>))]
public readonly record struct MetaRateId(Guid Value) : IId<MetaRateId>
{
    public static MetaRateId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out MetaRateId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<PlanRequestId>))]
public readonly record struct PlanRequestId(Guid Value) : IId<PlanRequestId>
{
    public static PlanRequestId Of(Guid value) => new(value);

    public static bool TryParse(string? text, IFormatProvider? provider, out PlanRequestId id) => Ids.TryParse(text, out id);

    public override string ToString() => Value.ToString();
}
