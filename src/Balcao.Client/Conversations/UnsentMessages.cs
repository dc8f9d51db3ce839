using System.Text.Json;
using Balcao.Client.Agents;
using Balcao.Client.Realtime;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Messages that the server has not confirmed. Each conversation sends them in order, one at a time. After a lost
/// connection a message is sent again with the same key, even after a reload; a refused message stays on screen with the
/// reason. If a conversation is merged into another, its messages go to the open chat there.
/// </summary>
public sealed class UnsentMessages
{
    private readonly BalcaoApi _api;
    private readonly ChatStore _store;
    private readonly CurrentPerson _person;
    private readonly IBrowserStorage _storage;
    private readonly TimeProvider _time;
    private readonly HashSet<ConversationId> _sending = [];
    private readonly HashSet<string> _underway = [];
    private List<UnsentMessage> _all = [];
    private PersonId? _owner;
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UnsentMessages(BalcaoApi api, ChatStore store, CurrentPerson person, IBrowserStorage storage, TimeProvider time)
    {
        (_api, _store, _person, _storage, _time) = (api, store, person, storage, time);
        _store.Moves.Moved += Move;
    }

    public event Action? Changed;

    public IEnumerable<UnsentMessage> Of(ConversationId conversation)
    {
        var now = _store.Moves.Now(conversation);
        return _all.Where(o => o.ConversationId == now);
    }

    /// <summary>The conversations with messages in this outbox, and their chats.</summary>
    public IReadOnlyList<(ChatId Chat, ConversationId Conversation)> Kept()
    {
        ReadKept();
        return [.. _all.Select(o => (o.ChatId, o.ConversationId))];
    }

    public void Send(UnsentMessage message)
    {
        ReadKept();
        // The thread may still have been on screen after its conversation was merged.
        if (_store.Moves.Now(message.ConversationId) is var now && now != message.ConversationId) message = In(now, message);
        _all.Add(message);
        Keep();
        _ = PumpAsync(message.ConversationId);
    }

    /// <summary>Sends a refused message again with the same key, so that the server never stores it twice.</summary>
    public void SendAgain(string clientKey)
    {
        if (Find(clientKey) is not { } refused) return;
        // The message's chat may be closed: it goes to the open chat, like a new message.
        Put(In(refused.ConversationId, refused) with { State = UnsentState.Waiting, Reason = null });
        _ = PumpAsync(refused.ConversationId);
    }

    public void Discard(string clientKey)
    {
        _all.RemoveAll(o => o.ClientKey == clientKey);
        Keep();
    }

    /// <summary>Completes when no message of the conversation waits to be sent.</summary>
    public async Task WhenSentAsync(ConversationId conversation)
    {
        while (Of(conversation).Any(o => o.State == UnsentState.Waiting))
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Tell() => changed.TrySetResult();
            Changed += Tell;
            await changed.Task;
            Changed -= Tell;
        }
    }

    /// <summary>Called after sign-in and reconnection: sends the stored messages.</summary>
    public void Resume()
    {
        ReadKept();
        _hurry.TrySetResult();
        foreach (var conversation in _all.Select(o => o.ConversationId).Distinct().ToList()) _ = PumpAsync(conversation);
    }

    internal async Task PumpAsync(ConversationId conversation)
    {
        if (!_sending.Add(conversation)) return;
        try
        {
            var failures = 0;
            while (NextOf(conversation) is { } next)
            {
                _underway.Add(next.ClientKey);
                try
                {
                    _store.Add(await SendAsync(next));
                    Discard(next.ClientKey);
                    failures = 0;
                }
                catch (ProblemException refused) when (refused.Problem.Status is 401)
                {
                    return; // Kept: sending resumes after sign-in.
                }
                catch (ProblemException refused) when (refused.Problem.Status is >= 400 and < 500 and not 408 and not 429)
                {
                    Refuse(next, refused.Problem);
                }
                catch (Exception lost) when (lost is HttpRequestException or ProblemException or TaskCanceledException)
                {
                    await WaitAsync(Reconnection.DelayBefore(Math.Max(1, ++failures)));
                }
                finally
                {
                    _underway.Remove(next.ClientKey);
                }

                // The conversation was merged meanwhile: only one loop may send the messages of the other conversation.
                var now = _store.Moves.Now(conversation);
                if (now == conversation) continue;
                _sending.Remove(conversation);
                if (!_sending.Add(now)) return;
                conversation = now;
            }
        }
        finally
        {
            _sending.Remove(conversation);
        }
    }

    /// <summary>
    /// Null while the loop of a conversation that was merged into this one sends the next message; it then sends the rest.
    /// </summary>
    private UnsentMessage? NextOf(ConversationId conversation) =>
        _all.FirstOrDefault(o => o.ConversationId == conversation && o.State == UnsentState.Waiting) is { } next && !_underway.Contains(next.ClientKey) ? next : null;

    private void Refuse(UnsentMessage sent, Problem problem)
    {
        // A merge assigned the message to another chat while it was being sent: it is sent there next.
        if (Find(sent.ClientKey) is not { } kept || kept.ChatId != sent.ChatId) return;
        // The quoted message was deleted: the next attempt is sent without the quote.
        var isBare = problem.Code is "message.revoked";
        Put(kept with
        {
            State = UnsentState.Refused, Reason = problem.Title,
            ReplyTo = isBare ? null : kept.ReplyTo, Quote = isBare ? null : kept.Quote,
        });
    }

    private void Move(ConversationId from, ConversationId to)
    {
        ReadKept();
        if (!_all.Exists(o => o.ConversationId == from || o.ConversationId == to)) return;
        _all = [.. _all.Select(o => o.ConversationId == from || o.ConversationId == to ? In(to, o) : o)];
        Keep();
        _ = PumpAsync(to);
    }

    /// <summary>A merge closes one of two open chats: the messages of both go to the one that stays open.</summary>
    private UnsentMessage In(ConversationId conversation, UnsentMessage message) =>
        message with { ConversationId = conversation, ChatId = OpenChatOf(conversation) ?? message.ChatId };

    private ChatId? OpenChatOf(ConversationId conversation) =>
        _store.OpenChats.Where(c => c.ConversationId == conversation).Select(c => (ChatId?)c.Id).FirstOrDefault();

    private Task<MessageItem> SendAsync(UnsentMessage message) => message.IsNote
        ? _api.AddNoteAsync(message.ChatId, new AddNoteRequest { ClientKey = message.ClientKey, Text = message.Text! })
        : _api.SendMessageAsync(message.ChatId, new SendMessageRequest
        {
            ClientKey = message.ClientKey,
            Text = message.Text,
            UploadId = message.Upload?.Id,
            Location = message.Location,
            Contacts = message.Contacts,
            Buttons = message.Buttons,
            List = message.List,
            ReplyTo = message.ReplyTo,
        });

    private async Task WaitAsync(TimeSpan delay)
    {
        if (_hurry.Task.IsCompleted) _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await Task.WhenAny(Task.Delay(delay, _time), _hurry.Task);
    }

    private UnsentMessage? Find(string clientKey) => _all.FirstOrDefault(o => o.ClientKey == clientKey);

    private void Put(UnsentMessage changed)
    {
        var at = _all.FindIndex(o => o.ClientKey == changed.ClientKey);
        if (at >= 0) _all[at] = changed;
        Keep();
    }

    private void Keep()
    {
        _storage.Set(Key, _all.Count == 0 ? null : JsonSerializer.Serialize(_all, UnsentMessageJson.Default.ListUnsentMessage));
        Changed?.Invoke();
    }

    // Several people may share a browser; each has their own messages.
    private void ReadKept()
    {
        if (_owner == _person.Me?.PersonId) return;
        _owner = _person.Me?.PersonId;
        _all = _storage.Get(Key) is { } kept ? JsonSerializer.Deserialize(kept, UnsentMessageJson.Default.ListUnsentMessage) ?? [] : [];
        Changed?.Invoke();
    }

    private string Key => $"balcao.outbox.{_owner}";
}
