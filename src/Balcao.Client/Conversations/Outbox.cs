using System.Text.Json;
using Balcao.Client.Agents;
using Balcao.Client.Realtime;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Messages the server has not confirmed. Each conversation sends in order, one at a time; a lost connection is tried
/// again with the same key until it is back, over a reload too; a refusal stays on screen with its reason. Where the
/// conversation becomes part of another its messages follow, to the chat that goes on there.
/// </summary>
public sealed class Outbox
{
    private readonly BalcaoApi _api;
    private readonly ChatStore _store;
    private readonly CurrentPerson _person;
    private readonly IBrowserStorage _storage;
    private readonly TimeProvider _time;
    private readonly HashSet<ConversationId> _sending = [];
    private readonly HashSet<string> _underway = [];
    private List<Outgoing> _all = [];
    private PersonId? _owner;
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Outbox(BalcaoApi api, ChatStore store, CurrentPerson person, IBrowserStorage storage, TimeProvider time)
    {
        (_api, _store, _person, _storage, _time) = (api, store, person, storage, time);
        _store.Moves.Moved += Move;
    }

    public event Action? Changed;

    public IEnumerable<Outgoing> Of(ConversationId conversation)
    {
        var now = _store.Moves.Now(conversation);
        return _all.Where(o => o.ConversationId == now);
    }

    /// <summary>Which conversations have messages here, and their chats.</summary>
    public IReadOnlyList<(ChatId Chat, ConversationId Conversation)> Kept()
    {
        ReadKept();
        return [.. _all.Select(o => (o.ChatId, o.ConversationId))];
    }

    public void Send(Outgoing message)
    {
        ReadKept();
        // Its thread may have been on screen for a moment longer than its conversation.
        if (_store.Moves.Now(message.ConversationId) is var now && now != message.ConversationId) message = In(now, message);
        _all.Add(message);
        Keep();
        _ = PumpAsync(message.ConversationId);
    }

    /// <summary>Once more, under the same key: the server answers the first message if it had it after all.</summary>
    public void SendAgain(string clientKey)
    {
        if (Find(clientKey) is not { } refused) return;
        // Its own chat may have ended: the living one is that to act on, as for what is written now.
        Put(In(refused.ConversationId, refused) with { State = OutgoingState.Waiting, Reason = null });
        _ = PumpAsync(refused.ConversationId);
    }

    public void Discard(string clientKey)
    {
        _all.RemoveAll(o => o.ClientKey == clientKey);
        Keep();
    }

    /// <summary>Done when nothing of the conversation waits any more.</summary>
    public async Task FlushedAsync(ConversationId conversation)
    {
        while (Of(conversation).Any(o => o.State == OutgoingState.Waiting))
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Tell() => changed.TrySetResult();
            Changed += Tell;
            await changed.Task;
            Changed -= Tell;
        }
    }

    /// <summary>Signed in, or connected again: whatever was kept goes out now.</summary>
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
                    return; // Kept: the sign-in resumes it.
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

                // It became part of another conversation meanwhile, whose messages are sent by one of both.
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

    /// <summary>Nothing while it is being sent already, from a conversation that has moved here: that goes on with the rest.</summary>
    private Outgoing? NextOf(ConversationId conversation) =>
        _all.FirstOrDefault(o => o.ConversationId == conversation && o.State == OutgoingState.Waiting) is { } next && !_underway.Contains(next.ClientKey) ? next : null;

    private void Refuse(Outgoing sent, Problem problem)
    {
        // Another chat has become its own while it was on its way: what the former one refused is sent there.
        if (Find(sent.ClientKey) is not { } kept || kept.ChatId != sent.ChatId) return;
        // What it quotes is deleted: said again, it is said without the quote.
        var isBare = problem.Code is "message.revoked";
        Put(kept with
        {
            State = OutgoingState.Refused, Reason = problem.Title,
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

    /// <summary>Of two open chats one has ended: the messages of both are for the one that goes on.</summary>
    private Outgoing In(ConversationId conversation, Outgoing message) =>
        message with { ConversationId = conversation, ChatId = LivingChatOf(conversation) ?? message.ChatId };

    private ChatId? LivingChatOf(ConversationId conversation) =>
        _store.OpenChats.Where(c => c.ConversationId == conversation).Select(c => (ChatId?)c.Id).FirstOrDefault();

    private Task<MessageItem> SendAsync(Outgoing message) => message.IsNote
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

    private Outgoing? Find(string clientKey) => _all.FirstOrDefault(o => o.ClientKey == clientKey);

    private void Put(Outgoing changed)
    {
        var at = _all.FindIndex(o => o.ClientKey == changed.ClientKey);
        if (at >= 0) _all[at] = changed;
        Keep();
    }

    private void Keep()
    {
        _storage.Set(Key, _all.Count == 0 ? null : JsonSerializer.Serialize(_all, OutgoingJson.Default.ListOutgoing));
        Changed?.Invoke();
    }

    // Two people may share a browser; each finds only their own.
    private void ReadKept()
    {
        if (_owner == _person.Me?.PersonId) return;
        _owner = _person.Me?.PersonId;
        _all = _storage.Get(Key) is { } kept ? JsonSerializer.Deserialize(kept, OutgoingJson.Default.ListOutgoing) ?? [] : [];
        Changed?.Invoke();
    }

    private string Key => $"balcao.outbox.{_owner}";
}
