using Balcao.Client.Shell;

namespace Balcao.Client.Chats;

/// <summary>The open chats in the two sections of the chat list.</summary>
/// <param name="Waiting">Longest waiting first.</param>
/// <param name="InService">Newest message first.</param>
public sealed record ChatSections(IReadOnlyList<ChatItem> Waiting, IReadOnlyList<ChatItem> InService)
{
    /// <param name="ofAgent">The agent whose chats in service are shown, also those they are a guest in; null: those of all agents.</param>
    public static ChatSections Of(IEnumerable<ChatItem> open, AgentId? ofAgent, string? filter)
    {
        var matching = open.Where(c => Matches(c, filter?.Trim())).ToList();
        return new(
            [.. matching.Where(c => c.Status == ChatStatus.Waiting).OrderBy(c => c.WaitingSince).ThenBy(c => c.Id.Value)],
            [.. matching
                .Where(c => c.Status == ChatStatus.InService && (ofAgent is null || c.Agent?.Id == ofAgent || c.HasGuest(ofAgent)))
                .OrderByDescending(c => c.LastMessage?.At ?? c.WaitingSince).ThenBy(c => c.Id.Value)]);
    }

    public IEnumerable<ChatItem> All => Waiting.Concat(InService);

    private static bool Matches(ChatItem chat, string? filter) =>
        string.IsNullOrEmpty(filter)
        || TypedText.Contains(chat.Contact.Name, filter)
        || TypedText.Contains(chat.Contact.Username, filter)
        || TypedText.Contains(chat.Agent?.Name, filter)
        || TypedText.Contains(chat.Group.Name, filter)
        || chat.Ticket.Protocol.ToString(System.Globalization.CultureInfo.InvariantCulture) == filter
        || (Digits(filter) is { Length: > 2 } digits && Digits(chat.Contact.Phone).Contains(digits, StringComparison.Ordinal));

    private static string Digits(string? text) => text is null ? "" : string.Concat(text.Where(char.IsAsciiDigit));
}
