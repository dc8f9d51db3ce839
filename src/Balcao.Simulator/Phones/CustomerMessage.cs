using System.Text.Json.Nodes;

namespace Balcao.Simulator.Phones;

/// <summary>
/// An action of a customer. <see cref="Type"/>: text, image, video, audio, voice, document, sticker, location,
/// contacts, reaction, press, order, edit, revoke, unsupported, or raw.
/// </summary>
public sealed record CustomerMessage
{
    public required string Type { get; init; }

    /// <summary>Phone number id of the business; absent means its first number.</summary>
    public string? To { get; init; }

    /// <summary>The text, or the new text of an edit.</summary>
    public string? Text { get; init; }
    public string? Caption { get; init; }

    /// <summary>The wamid that is quoted.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>Base64, or "sample" (also when absent) for the built-in file.</summary>
    public string? Data { get; init; }
    public string? MimeType { get; init; }
    public string? FileName { get; init; }
    public double? Latitude { get; init; }
    public double? Longitude { get; init; }
    public string? Name { get; init; }
    public string? Address { get; init; }
    public IReadOnlyList<ContactPart>? Contacts { get; init; }

    /// <summary>The wamid of the message that a reaction, press, edit or revoke refers to.</summary>
    public string? MessageId { get; init; }

    /// <summary>Empty or absent removes the reaction.</summary>
    public string? Emoji { get; init; }

    /// <summary>The button or row that is pressed.</summary>
    public string? OptionId { get; init; }
    public bool Forwarded { get; init; }

    /// <summary>As in the webhook: the customer came through an advertisement.</summary>
    public JsonObject? Referral { get; init; }

    /// <summary>Members of a raw message or order; <c>from</c>, <c>id</c> and <c>timestamp</c> are added unless given.</summary>
    public JsonObject? Payload { get; init; }
}
