using Balcao.Client.Agents;
using Balcao.Client.Realtime;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Text that was typed but not sent, per person and conversation; survives reload, restart and navigation. If a
/// conversation is merged into another, its drafts are added to the other's.
/// </summary>
public sealed class Drafts
{
    private const string ChatEnd = ".chat";

    private readonly IBrowserStorage _storage;
    private readonly CurrentPerson _person;
    private readonly ConversationMerges _moves;

    public Drafts(IBrowserStorage storage, CurrentPerson person, ChatStore store)
    {
        (_storage, _person, _moves) = (storage, person, store.Moves);
        _moves.Moved += Move;
    }

    /// <summary>Another conversation's drafts were added to this one's: components that show them read them again.</summary>
    public event Action<ConversationId>? Grown;

    /// <summary>Incremented with each move, so that components that show a draft notice it.</summary>
    public int TimesMoved { get; private set; }

    public string Of(ConversationId conversation, bool isNote) => Get(Key(_moves.Now(conversation), isNote));

    /// <param name="chat">A chat of the conversation, to find the draft after a merge while no page is open.</param>
    public void Keep(ConversationId conversation, bool isNote, string text, ChatId? chat = null)
    {
        conversation = _moves.Now(conversation);
        _storage.Set(Key(conversation, isNote), text);
        if (text.Length > 0 || Get(Key(conversation, !isNote)).Length > 0) Name(conversation, chat);
        else _storage.Set(ChatKey(conversation), null);
    }

    /// <summary>The conversations with drafts, with one chat of each.</summary>
    public IReadOnlyList<(ChatId Chat, ConversationId Conversation)> Kept()
    {
        var kept = new List<(ChatId, ConversationId)>();
        foreach (var key in _storage.Keys(Prefix).Where(key => key.EndsWith(ChatEnd, StringComparison.Ordinal)))
            if (ConversationId.TryParse(key[Prefix.Length..^ChatEnd.Length], null, out var conversation) && ChatId.TryParse(Get(key), null, out var chat))
                kept.Add((chat, conversation));
        return kept;
    }

    private void Move(ConversationId from, ConversationId to)
    {
        if (Move(Key(from, isNote: false), Key(to, isNote: false)) | Move(Key(from, isNote: true), Key(to, isNote: true)))
            Name(to, ChatId.TryParse(Get(ChatKey(from)), null, out var chat) ? chat : null);
        // Kept as long as a draft remains that could not be moved.
        if (Get(Key(from, isNote: false)).Length == 0 && Get(Key(from, isNote: true)).Length == 0) _storage.Set(ChatKey(from), null);
        // Even if another tab has already moved them: this tab may still show the old text.
        TimesMoved++;
        Grown?.Invoke(to);
    }

    private bool Move(string from, string to)
    {
        if (Get(from) is not { Length: > 0 } moved) return false;
        var joined = Get(to) is { Length: > 0 } there ? $"{there}\n{moved}" : moved;
        _storage.Set(to, joined);
        // A full storage fails silently: the old draft is deleted only if the new one was stored.
        if (Get(to) != joined) return false;
        _storage.Set(from, null);
        return true;
    }

    private void Name(ConversationId conversation, ChatId? chat)
    {
        if (chat is { } one) _storage.Set(ChatKey(conversation), $"{one}");
    }

    private string Get(string key) => _storage.Get(key) ?? "";

    private string Prefix => $"balcao.draft.{_person.Me?.PersonId}.";

    private string Key(ConversationId conversation, bool isNote) => $"{Prefix}{conversation}{(isNote ? ".note" : "")}";

    private string ChatKey(ConversationId conversation) => $"{Prefix}{conversation}{ChatEnd}";
}
