using System.Text.Json;
using Balcao.Client.Agents;
using Balcao.Client.Realtime;
using Balcao.Client.Shell;

namespace Balcao.Client.Conversations;

/// <summary>
/// Messages the server has not confirmed. Each conversation sends in order, one at a time; a lost connection is tried
/// again with the same key until it is back, over a reload too; a refusal stays on screen with its reason.
/// </summary>
public sealed class Outbox(BalcaoApi api, ChatStore store, CurrentPerson person, IBrowserStorage storage, TimeProvider time)
{
    private readonly HashSet<ConversationId> _sending = [];
    private List<Outgoing> _all = [];
    private PersonId? _owner;
    private TaskCompletionSource _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public event Action? Changed;

    public IEnumerable<Outgoing> Of(ConversationId conversation) => _all.Where(o => o.ConversationId == conversation);

    public void Send(Outgoing message)
    {
        ReadKept();
        _all.Add(message);
        Keep();
        _ = PumpAsync(message.ConversationId);
    }

    /// <summary>Once more, under the same key: the server answers the first message if it had it after all.</summary>
    public void SendAgain(string clientKey)
    {
        if (Find(clientKey) is not { } refused) return;
        Put(refused with { State = OutgoingState.Waiting, Reason = null });
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
            while (Of(conversation).FirstOrDefault(o => o.State == OutgoingState.Waiting) is { } next)
            {
                try
                {
                    store.Add(await SendAsync(next));
                    Discard(next.ClientKey);
                    failures = 0;
                }
                catch (ProblemException refused) when (refused.Problem.Status is 401)
                {
                    return; // Kept: the sign-in resumes it.
                }
                catch (ProblemException refused) when (refused.Problem.Status is >= 400 and < 500 and not 408 and not 429)
                {
                    // What it quotes is deleted: said again, it is said without the quote.
                    var isBare = refused.Problem.Code is "message.revoked";
                    Put(next with
                    {
                        State = OutgoingState.Refused, Reason = refused.Problem.Title,
                        ReplyTo = isBare ? null : next.ReplyTo, Quote = isBare ? null : next.Quote,
                    });
                }
                catch (Exception lost) when (lost is HttpRequestException or ProblemException or TaskCanceledException)
                {
                    await WaitAsync(Reconnection.DelayBefore(Math.Max(1, ++failures)));
                }
            }
        }
        finally
        {
            _sending.Remove(conversation);
        }
    }

    private Task<MessageItem> SendAsync(Outgoing message) => message.IsNote
        ? api.AddNoteAsync(message.ChatId, new AddNoteRequest { ClientKey = message.ClientKey, Text = message.Text! })
        : api.SendMessageAsync(message.ChatId, new SendMessageRequest
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
        await Task.WhenAny(Task.Delay(delay, time), _hurry.Task);
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
        storage.Set(Key, _all.Count == 0 ? null : JsonSerializer.Serialize(_all, OutgoingJson.Default.ListOutgoing));
        Changed?.Invoke();
    }

    // Two people may share a browser; each finds only their own.
    private void ReadKept()
    {
        if (_owner == person.Me?.PersonId) return;
        _owner = person.Me?.PersonId;
        _all = storage.Get(Key) is { } kept ? JsonSerializer.Deserialize(kept, OutgoingJson.Default.ListOutgoing) ?? [] : [];
        Changed?.Invoke();
    }

    private string Key => $"balcao.outbox.{_owner}";
}
