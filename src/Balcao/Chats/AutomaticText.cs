using System.Linq.Expressions;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Variables;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Chats;

/// <summary>
/// A group's text that a chat causes (rule A10). Its client key names the cause, so that no cause has two texts. It is sent through
/// the ordinary outbox and charged, inside the customer service window only.
/// </summary>
/// <param name="Cause">One of the constants.</param>
/// <param name="Text">May contain variables.</param>
/// <param name="QueuePosition">For <c>{queue.position}</c>.</param>
internal sealed record AutomaticText(ChatId Chat, string Cause, string Text, int? QueuePosition = null)
{
    public const string Queue = "queue";

    public const string Nobody = "nobody";

    public const string Start = "start";

    public const string End = "end";

    public string ClientKey => $"{AutomaticMessage.KeyPrefix}{Cause}:{Chat}";

    /// <summary>
    /// Writes the texts into the open unit of work. A text whose number or tenant may send nothing becomes a line of the thread
    /// instead. One that was written before, or whose window is closed, is left out.
    /// </summary>
    public static async Task WriteAsync(
        BalcaoDb db, Feed feed, StorageEngine engine, IReadOnlyCollection<AutomaticText> texts, DateTimeOffset now, CancellationToken ct)
    {
        if (texts.Count == 0) return;
        await WriteAsync(db, feed, engine, new RowSet(db, engine), texts, await ChatPlace.LoadAsync(db, [.. texts.Select(t => t.Chat)], ct), now, ct);
    }

    /// <summary>The same where the chats' places are loaded already.</summary>
    /// <param name="rows">Other rows that are written with the texts.</param>
    public static async Task WriteAsync(
        BalcaoDb db, Feed feed, StorageEngine engine, RowSet rows, IReadOnlyCollection<AutomaticText> texts, IReadOnlyDictionary<ChatId, ChatPlace> places,
        DateTimeOffset now, CancellationToken ct)
    {
        var known = await WrittenAsync(db, engine, [.. texts.Where(t => places.ContainsKey(t.Chat)).Select(t => (places[t.Chat].Conversation, t.ClientKey))], ct);
        var contracts = await ContractState.LoadAsync(db, [.. places.Values.Select(p => p.Channel.Id).Distinct()], now, ct);
        var sent = new List<Message>();
        foreach (var text in texts.Where(t => !known.Contains(t.ClientKey)))
        {
            if (!places.TryGetValue(text.Chat, out var place)) continue;
            var contract = contracts[place.Channel.Id];
            if (SendRules.Check(place.Tenant, place.Channel, contract, place.Conversation, now) is { } refusal)
            {
                if (!refusal.Code.StartsWith("window.", StringComparison.Ordinal)) AutomaticMessage.NotSent(rows, feed, place.Conversation, text.Chat, refusal.Code, now, text.ClientKey);
            }
            else if (AutomaticMessage.New(place.Conversation, text.Chat, text.Expand(place, now), text.ClientKey, now) is { } message)
            {
                OutgoingMessage.Into(rows, feed, contract.Facts, message, null, place.Conversation.ContactId);
                sent.Add(message);
            }
        }
        await rows.WriteAsync(ct);
        await OutgoingMessage.MoveOnAsync(db, sent, ct);
    }

    /// <summary>What the chat's group says at this cause, if it says anything.</summary>
    /// <param name="textOf">The group's text for it.</param>
    public static async Task WriteAsync(
        BalcaoDb db, Feed feed, StorageEngine engine, Chat chat, string cause, Expression<Func<ChatGroup, string?>> textOf, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.ChatGroups.Where(g => g.Id == chat.GroupId).Select(textOf).SingleAsync(ct) is { } text)
            await WriteAsync(db, feed, engine, [new AutomaticText(chat.Id, cause, text)], now, ct);
    }

    /// <summary>By whole keys: of two lists, of conversations and of keys, the database would look up all combinations.</summary>
    private static async Task<HashSet<string>> WrittenAsync(
        BalcaoDb db, StorageEngine engine, IReadOnlyList<(Conversation Conversation, string Key)> texts, CancellationToken ct)
    {
        var ask = new LookUps(db, engine, scope: null);
        var written = ask.Ask<Message>(
            [nameof(Message.TenantId), nameof(Message.ConversationId), nameof(Message.ClientKey)],
            [.. texts.Select(text => new object[] { text.Conversation.TenantId, text.Conversation.Id, text.Key })]);
        await ask.ReadAsync(ct);
        return [.. written.Select(message => message.ClientKey!)];
    }

    private string Expand(ChatPlace place, DateTimeOffset now) => VariableText.Expand(Text, place.Values(now) with { QueuePosition = QueuePosition });
}
