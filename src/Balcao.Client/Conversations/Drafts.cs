using Balcao.Client.Agents;
using Balcao.Client.Realtime;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Text that was typed but not sent, per person and conversation or ticket; survives reload, restart and navigation. If a
/// conversation is merged into another, its drafts are added to the other's. All tabs of the browser share the drafts: a tab
/// shows what another has typed, and never writes over it.
/// </summary>
public sealed class Drafts
{
    private const string ChatEnd = ".chat";
    private const string NoteEnd = ".note";
    private const string OfTickets = "ticket.";

    private readonly IBrowserStorage _storage;
    private readonly CurrentPerson _person;
    private readonly ConversationMerges _moves;

    // The storage was full when they were written: what is stored is older than what is shown.
    private readonly HashSet<string> _unstored = [];
    private PersonId? _owner;

    public Drafts(IBrowserStorage storage, CurrentPerson person, ChatStore store)
    {
        (_storage, _person, _moves) = (storage, person, store.Moves);
        _moves.Moved += Move;
        storage.ChangedElsewhere += OnChangedElsewhere;
    }

    /// <summary>
    /// A draft of the conversation was changed by a merge or by another tab: components that show it read it again.
    /// </summary>
    public event Action<ConversationId>? Replaced;

    /// <summary>A draft of the ticket was changed by another tab.</summary>
    public event Action<TicketId>? TicketReplaced;

    /// <summary>Incremented with each such change, so that components that show a draft notice it.</summary>
    public int TimesReplaced { get; private set; }

    public string Of(ConversationId conversation, bool isNote) => Get(Key(_moves.Now(conversation), isNote));

    /// <param name="chat">A chat of the conversation, to find the draft after a merge while no page is open.</param>
    /// <param name="before">
    /// The text that was shown before. If something else is stored, another tab has written it and this one has not heard of it
    /// yet: both texts are kept. Null: whatever is stored is replaced.
    /// </param>
    /// <returns>The draft as it is now.</returns>
    public string Keep(ConversationId conversation, bool isNote, string text, ChatId? chat = null, string? before = null)
    {
        conversation = _moves.Now(conversation);
        text = Keep(Key(conversation, isNote), text, before);
        if (text.Length > 0 || Get(Key(conversation, !isNote)).Length > 0) Name(conversation, chat);
        else _storage.Set(ChatKey(conversation), null);
        return text;
    }

    /// <summary>The text of a note, or of an answer to the customer.</summary>
    public string Of(TicketId ticket, bool isNote) => Get(Key(ticket, isNote));

    /// <summary>As the draft of a conversation is kept.</summary>
    public string Keep(TicketId ticket, bool isNote, string text, string? before = null) => Keep(Key(ticket, isNote), text, before);

    /// <summary>The conversations with drafts, with one chat of each.</summary>
    public IReadOnlyList<(ChatId Chat, ConversationId Conversation)> Kept()
    {
        var kept = new List<(ChatId, ConversationId)>();
        foreach (var key in _storage.Keys(Prefix).Where(key => key.EndsWith(ChatEnd, StringComparison.Ordinal)))
            if (ConversationId.TryParse(key[Prefix.Length..^ChatEnd.Length], null, out var conversation) && ChatId.TryParse(Get(key), null, out var chat))
                kept.Add((chat, conversation));
        return kept;
    }

    private string Keep(string key, string text, string? before)
    {
        if (before is not null && !_unstored.Contains(key) && Get(key) is { Length: > 0 } there && there != before) text = Joined(there, text);
        _storage.Set(key, text);
        if (Get(key) == text) _unstored.Remove(key);
        else _unstored.Add(key);
        return text;
    }

    private void Move(ConversationId from, ConversationId to)
    {
        if (Move(Key(from, isNote: false), Key(to, isNote: false)) | Move(Key(from, isNote: true), Key(to, isNote: true)))
            Name(to, ChatId.TryParse(Get(ChatKey(from)), null, out var chat) ? chat : null);
        // Kept as long as a draft remains that could not be moved.
        if (Get(Key(from, isNote: false)).Length == 0 && Get(Key(from, isNote: true)).Length == 0) _storage.Set(ChatKey(from), null);
        // Even if another tab has already moved them: this tab may still show the old text.
        TimesReplaced++;
        Replaced?.Invoke(to);
    }

    private void OnChangedElsewhere(string? key)
    {
        if (key?.StartsWith(Prefix, StringComparison.Ordinal) is not true || key.EndsWith(ChatEnd, StringComparison.Ordinal)) return;
        var id = key[Prefix.Length..];
        if (id.EndsWith(NoteEnd, StringComparison.Ordinal)) id = id[..^NoteEnd.Length];
        if (id.StartsWith(OfTickets, StringComparison.Ordinal) && TicketId.TryParse(id[OfTickets.Length..], null, out var ticket)) TicketReplaced?.Invoke(ticket);
        if (!ConversationId.TryParse(id, null, out var conversation)) return;
        TimesReplaced++;
        Replaced?.Invoke(_moves.Now(conversation));
    }

    private bool Move(string from, string to)
    {
        if (Get(from) is not { Length: > 0 } moved) return false;
        var joined = Joined(Get(to), moved);
        _storage.Set(to, joined);
        // A full storage fails silently: the old draft is deleted only if the new one was stored.
        if (Get(to) != joined) return false;
        _storage.Set(from, null);
        return true;
    }

    /// <summary>Both texts. Two tabs that do the same at the same time must not do it twice.</summary>
    private static string Joined(string there, string added) =>
        there.Length == 0 ? added : added.Length == 0 || there == added || there.EndsWith("\n" + added, StringComparison.Ordinal) ? there : $"{there}\n{added}";

    private void Name(ConversationId conversation, ChatId? chat)
    {
        if (chat is { } one) _storage.Set(ChatKey(conversation), $"{one}");
    }

    private string Get(string key) => _storage.Get(key) ?? "";

    // What is typed before the tab notices the end of the sign-in belongs to the person who was signed in.
    private string Prefix => $"balcao.draft.{_owner = _person.Me?.PersonId ?? _owner}.";

    private string Key(ConversationId conversation, bool isNote) => $"{Prefix}{conversation}{(isNote ? NoteEnd : "")}";

    private string Key(TicketId ticket, bool isNote) => $"{Prefix}{OfTickets}{ticket}{(isNote ? NoteEnd : "")}";

    private string ChatKey(ConversationId conversation) => $"{Prefix}{conversation}{ChatEnd}";
}
