namespace Balcao.Client.Conversations;

/// <summary>Why a message is only a placeholder, where more can be said than that it is one.</summary>
public static class Placeholders
{
    // Meta's codes (error codes, Dec 2025 and Sep 2026).
    private const int NotDownloadable = 131052, Unavailable = 131060;

    public static IReadOnlyList<string> Names { get; } = ["Unavailable", "NotDownloadable", "Edit", "Revoke", "HistoryMedia", "Welcome"];

    /// <summary>What WhatsApp names but does not deliver, in words of ours (messages webhook, unsupported, Dec 2025).</summary>
    public static IReadOnlyList<string> UnsupportedNames { get; } = ["Event", "Gif", "LiveLocation", "Poll", "ViewOnce"];

    /// <summary>Null: only WhatsApp's own word for it is known.</summary>
    public static string? UnsupportedNameOf(MessageItem message) => message.RawType switch
    {
        "poll" or "poll_creation" or "poll_update" => "Poll",
        "event" or "event_creation" => "Event",
        "gif" => "Gif",
        "live_location" => "LiveLocation",
        "view_once" => "ViewOnce",
        _ => null,
    };

    /// <summary>Null: only its type can be named.</summary>
    public static string? NameOf(MessageItem message) => message switch
    {
        { PlaceholderCode: Unavailable } => "Unavailable",
        { PlaceholderCode: NotDownloadable } => "NotDownloadable",
        { RawType: "edit" } => "Edit",
        { RawType: "revoke" } => "Revoke",
        { RawType: "media_placeholder" } => "HistoryMedia",
        { RawType: "request_welcome" } => "Welcome",
        _ => null,
    };
}
