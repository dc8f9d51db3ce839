namespace Balcao.Client.Conversations;

/// <summary>Why a message is only a placeholder, if the reason is known.</summary>
public static class Placeholders
{
    // Meta's codes (error codes, Dec 2025 and Sep 2026).
    private const int NotDownloadable = 131052, Unavailable = 131060;

    public static IReadOnlyList<string> Names { get; } = ["Unavailable", "NotDownloadable", "Edit", "Revoke", "HistoryMedia", "Welcome"];

    /// <summary>Types that WhatsApp names but does not deliver (messages webhook, unsupported, Dec 2025).</summary>
    public static IReadOnlyList<string> UnsupportedNames { get; } = ["Event", "Gif", "LiveLocation", "Poll", "ViewOnce"];

    /// <summary>Null: only WhatsApp's own name of the type is known.</summary>
    public static string? UnsupportedNameOf(MessageItem message) => message.RawType switch
    {
        "poll" or "poll_creation" or "poll_update" => "Poll",
        "event" or "event_creation" => "Event",
        "gif" => "Gif",
        "live_location" => "LiveLocation",
        "view_once" => "ViewOnce",
        _ => null,
    };

    /// <summary>Null: only the type can be shown.</summary>
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
