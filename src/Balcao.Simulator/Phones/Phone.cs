using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Balcao.Simulator.Phones;

/// <summary>A customer and their phone. Immutable: <see cref="PhoneBook"/> replaces whole phones.</summary>
public sealed record Phone
{
    /// <summary>The wa_id, or the user id of a customer who only has a username.</summary>
    public required string Id { get; init; }
    public required string Name { get; init; }

    /// <summary>Null for a customer who has a username and hides the number.</summary>
    public string? WaId { get; init; }
    public required string UserId { get; init; }
    public string? Username { get; init; }

    /// <summary>False: the phone is switched off, and messages stay at one tick until it is on again.</summary>
    public bool IsOnline { get; init; } = true;

    /// <summary>True: the conversation is open, so messages that arrive become read.</summary>
    public bool IsOpen { get; init; } = true;
    public bool SendsReadReceipts { get; init; } = true;

    /// <summary>True: marketing templates fail with 131050.</summary>
    public bool StoppedMarketing { get; init; }

    /// <summary>By phone number id of the business.</summary>
    public ImmutableDictionary<string, PhoneConversation> Conversations { get; init; } = ImmutableDictionary<string, PhoneConversation>.Empty;

    public PhoneConversation With(string numberId) => Conversations.GetValueOrDefault(numberId) ?? new PhoneConversation { NumberId = numberId };

    public PhoneMessage? Find(string wamid) => Conversations.Values.Select(talk => talk.Find(wamid)).FirstOrDefault(found => found is not null);
}

public sealed record PhoneConversation
{
    public required string NumberId { get; init; }
    public ImmutableList<PhoneMessage> Messages { get; init; } = [];

    /// <summary>When the customer last wrote; the 24-hour window starts then.</summary>
    public DateTimeOffset? LastInboundAt { get; init; }

    /// <summary>Until then the phone shows that the business is typing.</summary>
    public DateTimeOffset? TypingUntil { get; init; }

    /// <summary>When the customer came through an advertisement.</summary>
    public DateTimeOffset? CameFromAdAt { get; init; }

    /// <summary>Answers are free until then: 72 hours from an answer given within 24 hours of the click.</summary>
    public DateTimeOffset? FreeEntryUntil { get; init; }

    // Searched from the end, because mostly new messages are looked up.
    public PhoneMessage? Find(string wamid) => Messages.FindLast(message => message.Id == wamid);

    public bool WindowIsOpen(DateTimeOffset now) => now - LastInboundAt <= TimeSpan.FromHours(24);
}

/// <summary>One message as the phone shows it.</summary>
public sealed record PhoneMessage
{
    /// <summary>The wamid.</summary>
    public required string Id { get; init; }
    public required bool FromCustomer { get; init; }
    public required DateTimeOffset At { get; init; }
    public required MessageContent Content { get; init; }
    public string? ReplyTo { get; init; }
    public required Ticks Ticks { get; init; }

    /// <summary>Meta's code, when <see cref="Ticks"/> is <see cref="Ticks.Failed"/>.</summary>
    public int? FailureCode { get; init; }
    public string? CustomerReaction { get; init; }
    public string? BusinessReaction { get; init; }
    public bool IsForwarded { get; init; }
    public bool IsEdited { get; init; }
    public bool IsRevoked { get; init; }
    public string? CallbackData { get; init; }

    /// <summary>The id of the button or row the customer chose.</summary>
    public string? Pressed { get; init; }

    /// <summary>The request of the business as received; null for messages of the customer.</summary>
    public JsonNode? Payload { get; init; }

    /// <summary>
    /// Whether the phone shows the message: those of the customer at once, those of the business when delivered.
    /// </summary>
    public bool IsVisible => FromCustomer || Ticks is Ticks.Delivered or Ticks.Read or Ticks.Played;
}

/// <summary>
/// Sent is shown as one tick, delivered as two, read as two blue ones. A message of the customer is delivered when its
/// webhook was answered with 200, and read when the business marked it as read.
/// </summary>
public enum Ticks { Waiting, Sent, Delivered, Read, Played, Failed }

/// <summary>
/// The content of a bubble. <see cref="Type"/> is Meta's message type and determines which of the other members are
/// set.
/// </summary>
public sealed record MessageContent
{
    public required string Type { get; init; }
    public string? Text { get; init; }
    public string? Header { get; init; }
    public string? Footer { get; init; }
    public MediaPart? Media { get; init; }
    public LocationPart? Location { get; init; }
    public IReadOnlyList<ContactPart>? Contacts { get; init; }

    /// <summary>Buttons the customer can press.</summary>
    public IReadOnlyList<ChoicePart>? Buttons { get; init; }
    public ListPart? List { get; init; }

    /// <summary>A link shown as a button.</summary>
    public LinkPart? Link { get; init; }

    /// <summary>The button or row the customer pressed.</summary>
    public ChoicePart? Chosen { get; init; }

    /// <summary>Name and language of a template.</summary>
    public string? Template { get; init; }

    /// <summary>The category of a template, which determines its price.</summary>
    public string? Category { get; init; }
    public string? TemplateId { get; init; }

    public static MessageContent OfText(string text) => new() { Type = "text", Text = text };
}

public sealed record MediaPart(string Id, string MimeType, long Size, string? FileName = null, bool IsVoice = false);

public sealed record LocationPart(double Latitude, double Longitude, string? Name = null, string? Address = null);

public sealed record ContactPart(string Name, string? Phone = null);

/// <summary>A button or a row of a list. For a quick reply of a template, <see cref="Id"/> is the payload.</summary>
public sealed record ChoicePart(string Id, string Title, string? Description = null);

public sealed record ListPart(string Button, IReadOnlyList<ListSection> Sections);

public sealed record ListSection(string? Title, IReadOnlyList<ChoicePart> Rows);

public sealed record LinkPart(string Text, string Url);
