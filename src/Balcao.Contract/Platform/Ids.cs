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

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static TenantId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out TenantId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<AgentId>))]
public readonly record struct AgentId(Guid Value) : IId<AgentId>
{
    public static AgentId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static AgentId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out AgentId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<PersonId>))]
public readonly record struct PersonId(Guid Value) : IId<PersonId>
{
    public static PersonId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static PersonId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out PersonId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ApiTokenId>))]
public readonly record struct ApiTokenId(Guid Value) : IId<ApiTokenId>
{
    public static ApiTokenId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static ApiTokenId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out ApiTokenId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ChannelId>))]
public readonly record struct ChannelId(Guid Value) : IId<ChannelId>
{
    public static ChannelId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static ChannelId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out ChannelId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ChatGroupId>))]
public readonly record struct ChatGroupId(Guid Value) : IId<ChatGroupId>
{
    public static ChatGroupId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static ChatGroupId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out ChatGroupId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ContactId>))]
public readonly record struct ContactId(Guid Value) : IId<ContactId>
{
    public static ContactId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static ContactId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out ContactId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ConversationId>))]
public readonly record struct ConversationId(Guid Value) : IId<ConversationId>
{
    public static ConversationId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static ConversationId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out ConversationId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<ChatId>))]
public readonly record struct ChatId(Guid Value) : IId<ChatId>
{
    public static ChatId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static ChatId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out ChatId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<TemplateId>))]
public readonly record struct TemplateId(Guid Value) : IId<TemplateId>
{
    public static TemplateId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static TemplateId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out TemplateId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<TicketId>))]
public readonly record struct TicketId(Guid Value) : IId<TicketId>
{
    public static TicketId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static TicketId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out TicketId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<TicketActionId>))]
public readonly record struct TicketActionId(Guid Value) : IId<TicketActionId>
{
    public static TicketActionId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static TicketActionId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out TicketActionId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<MessageId>))]
public readonly record struct MessageId(Guid Value) : IId<MessageId>
{
    public static MessageId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static MessageId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out MessageId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}

[JsonConverter(typeof(IdJsonConverter<UploadId>))]
public readonly record struct UploadId(Guid Value) : IId<UploadId>
{
    public static UploadId Of(Guid value) => new(value);

    /// <summary>A new id of that instant (UUIDv7): later ids sort after earlier ones.</summary>
    public static UploadId New(DateTimeOffset now) => new(Uuid7.New(now));

    public static bool TryParse(string? text, IFormatProvider? provider, out UploadId id)
    {
        var parsed = Guid.TryParse(text, out var value);
        id = new(value);
        return parsed;
    }

    public override string ToString() => Value.ToString();
}
