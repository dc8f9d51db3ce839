using System.Text.Json;
using Balcao.Client.Agents;
using Balcao.Client.Realtime;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Messages that the server has not confirmed. Each conversation sends them in order, one at a time. After a lost
/// connection a message is sent again with the same key, even after a reload; a refused message stays on screen with the
/// reason, and those after it go on. If a conversation is merged into another, its messages go to the open chat there.
/// <para>
/// The storage is shared by all tabs (<see cref="UnsentStorage"/>): what is in memory is what this tab read last. Two tabs
/// may send the same message; by its key the server stores it once and answers both.
/// </para>
/// </summary>
public sealed class UnsentMessages
{
    /// <summary>
    /// How often a message is tried at which the server fails. It may be the message's fault: those after it must not wait
    /// for it without end.
    /// </summary>
    private const int MostFailures = 5;

    private readonly BalcaoApi _api;
    private readonly ChatStore _store;
    private readonly CurrentPerson _person;
    private readonly UnsentStorage _storage;
    private readonly TimeProvider _time;
    private readonly HashSet<ConversationId> _sending = [];
    private readonly HashSet<string> _underway = [];

    // Replaced at each change, never changed: a component may be walking through it.
    private UnsentMessage[] _all = [];
    private PersonId? _owner;
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public UnsentMessages(BalcaoApi api, ChatStore store, CurrentPerson person, IBrowserStorage storage, TimeProvider time)
    {
        (_api, _store, _person, _storage, _time) = (api, store, person, new(storage), time);
        _store.Moves.Moved += Move;
        storage.ChangedElsewhere += OnChangedElsewhere;
    }

    public event Action? Changed;

    public IEnumerable<UnsentMessage> Of(ConversationId conversation)
    {
        var now = _store.Moves.Now(conversation);
        return _all.Where(o => o.ConversationId == now);
    }

    /// <summary>The conversations with unsent messages, and their chats.</summary>
    public IReadOnlyList<(ChatId Chat, ConversationId Conversation)> Kept()
    {
        ReadStored();
        return [.. _all.Select(o => (o.ChatId, o.ConversationId))];
    }

    public void Send(UnsentMessage message)
    {
        ReadStored();
        // The thread may still have been on screen after its conversation was merged.
        if (_store.Moves.Now(message.ConversationId) is var now && now != message.ConversationId) message = In(now, message);
        message = message with
        {
            Text = message.Text is { } text ? TypedText.Clean(text) : null,
            Place = Math.Max(message.At.UtcTicks, _all.Length == 0 ? 0 : _all[^1].Place + 1),
        };
        _all = [.. _all, message];
        _storage.Set(_owner, message);
        Changed?.Invoke();
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
        _storage.Remove(_owner, clientKey);
        _all = [.. _all.Where(o => o.ClientKey != clientKey)];
        Changed?.Invoke();
    }

    /// <summary>Completes when no message of the conversation waits to be sent.</summary>
    public async Task WhenSentAsync(ConversationId conversation)
    {
        _ = PumpAsync(_store.Moves.Now(conversation)); // One that a closed tab left is sent by nobody else.
        while (true)
        {
            var changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Tell() => changed.TrySetResult();
            Changed += Tell;
            try
            {
                if (!Of(conversation).Any(o => o.State == UnsentState.Waiting)) return;
                await changed.Task;
            }
            finally
            {
                Changed -= Tell;
            }
        }
    }

    /// <summary>Called after sign-in and reconnection: sends the stored messages, also those of tabs that are closed.</summary>
    public void Resume()
    {
        ReadStored();
        _hurry.TrySetResult();
        foreach (var conversation in _all.Select(o => o.ConversationId).Distinct()) _ = PumpAsync(conversation);
    }

    internal async Task PumpAsync(ConversationId conversation)
    {
        if (!_sending.Add(conversation)) return;
        try
        {
            var (tried, attempts, failures) = ("", 0, 0);
            while (NextOf(conversation) is { } next)
            {
                if (next.ClientKey != tried) (tried, attempts, failures) = (next.ClientKey, 0, 0);
                _underway.Add(next.ClientKey);
                try
                {
                    var outcome = await TryAsync(next);
                    if (outcome is Outcome.SignedOut) return; // Kept: sending resumes after sign-in.
                    if (outcome is Outcome.Failed && ++failures == MostFailures)
                    {
                        Refuse(next, null);
                        tried = ""; // If it was moved to another chat meanwhile, it begins anew there.
                    }
                    else if (outcome is not Outcome.Settled) await WaitAsync(Reconnection.DelayBefore(++attempts));
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
    private UnsentMessage? NextOf(ConversationId conversation)
    {
        if (_person.Me is null) return null; // Kept: sending resumes after sign-in.
        ReadStored();
        return _all.FirstOrDefault(o => o.ConversationId == conversation && o.State == UnsentState.Waiting) is { } next && !_underway.Contains(next.ClientKey) ? next : null;
    }

    private async Task<Outcome> TryAsync(UnsentMessage message)
    {
        try
        {
            _store.Add(await SendAsync(message));
            Discard(message.ClientKey);
            return Outcome.Settled;
        }
        catch (ProblemException answer)
        {
            switch (answer.Problem.Status)
            {
                case 401:
                    return Outcome.SignedOut;
                // The server, or a proxy before it, says that it is not there: no message is at fault.
                case 408 or 429 or 502 or 503 or 504:
                    return Outcome.Lost;
                case >= 500:
                    return Outcome.Failed;
                default:
                    Refuse(message, answer.Problem);
                    return Outcome.Settled;
            }
        }
        catch (JsonException)
        {
            return Outcome.Failed; // Not the server's answer.
        }
        catch (Exception lost) when (lost is HttpRequestException or TaskCanceledException)
        {
            return Outcome.Lost;
        }
    }

    /// <param name="problem">Null: the server failed instead of answering.</param>
    private void Refuse(UnsentMessage sent, Problem? problem)
    {
        // A merge assigned the message to another chat while it was being sent: it is sent there next.
        if (Find(sent.ClientKey) is not { } kept || kept.ChatId != sent.ChatId) return;
        // The quoted message was deleted: the next attempt is sent without the quote.
        var isBare = problem?.Code is "message.revoked";
        Put(kept with
        {
            State = UnsentState.Refused, Reason = problem?.Title,
            ReplyTo = isBare ? null : kept.ReplyTo, Quote = isBare ? null : kept.Quote,
        });
    }

    private void Move(ConversationId from, ConversationId to)
    {
        ReadStored();
        var moved = _all.Where(o => o.ConversationId == from || o.ConversationId == to).ToList();
        if (moved.Count == 0) return;
        foreach (var message in moved) Put(In(to, message));
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

    /// <summary>Changes one message. One that another tab has sent or discarded meanwhile is gone, and stays so.</summary>
    private void Put(UnsentMessage changed)
    {
        if (_storage.Holds(_owner, changed.ClientKey))
        {
            _storage.Set(_owner, changed);
            _all = [.. _all.Select(o => o.ClientKey == changed.ClientKey ? changed : o)];
        }
        else _all = [.. _all.Where(o => o.ClientKey != changed.ClientKey)];
        Changed?.Invoke();
    }

    // What is written before the tab notices the end of the sign-in belongs to the person who was signed in.
    private PersonId? Owner => _person.Me?.PersonId ?? _owner;

    private void OnChangedElsewhere(string? key)
    {
        if (key is null || UnsentStorage.Has(Owner, key)) ReadStored();
    }

    // Several people may share a browser, and several tabs of one person.
    private void ReadStored()
    {
        var (owner, before) = (Owner, _all);
        if (owner != _owner) (_owner, _all) = (owner, []);
        var stored = _storage.Read(owner).ToDictionary(o => o.ClientKey);
        UnsentMessage[] known =
        [
            .. from here in _all
               where _storage.Holds(owner, here.ClientKey)
               select stored.Remove(here.ClientKey, out var kept) && !_storage.IsOnlyHere(here.ClientKey) && HasChanged(here, kept)
                   ? kept with { PreviewUrl = here.PreviewUrl } : here,
        ];
        UnsentMessage[] read = [.. known.Concat(stored.Values).OrderBy(o => o.Place).ThenBy(o => o.ClientKey, StringComparer.Ordinal)];
        _all = read;
        if (!read.SequenceEqual(before)) Changed?.Invoke();
    }

    // All that is ever changed in a message.
    private static bool HasChanged(UnsentMessage known, UnsentMessage stored) =>
        (known.State, known.Reason, known.ChatId, known.ConversationId, known.ReplyTo) != (stored.State, stored.Reason, stored.ChatId, stored.ConversationId, stored.ReplyTo);

    private enum Outcome { Settled, Lost, Failed, SignedOut }
}
