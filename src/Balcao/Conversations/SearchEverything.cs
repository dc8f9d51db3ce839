using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Platform.Search;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

public static class SearchEverything
{
    private const int MostContacts = 10;

    private const int MostMessages = 30;

    /// <summary>
    /// How many of the newest matches are looked at, step by step, until enough are the agent's to see: a word that a million
    /// messages hold must not cost a million. After the last step all are.
    /// </summary>
    private static readonly int[] Steps = [200, 5_000];

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/search", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("Contacts and messages you may see that have words beginning as all of q's words do, newest first; case and accents make no difference. New messages are found a moment after they came.");

    private static async Task<Ok<SearchResult>> Handle(
        string? q, CurrentAgent agent, BalcaoDb db, SearchIndex search, CancellationToken ct)
    {
        var words = SearchText.Query(q);
        if (words.Count == 0) return TypedResults.Ok(new SearchResult([], []));
        return TypedResults.Ok(new SearchResult(
            await ContactsAsync(words, agent, db, search, ct), await MessagesAsync(words, agent, db, search, ct)));
    }

    private static async Task<IReadOnlyList<ContactHit>> ContactsAsync(
        IReadOnlyList<string> words, CurrentAgent agent, BalcaoDb db, SearchIndex search, CancellationToken ct)
    {
        var conversations = db.Conversations.AsNoTracking();
        var hits = await (
            from found in search.Find<ContactWords, ContactId>(db, words, w => w.ContactId)
            join contact in db.Contacts.AsNoTracking().VisibleTo(agent, db) on new { found.TenantId, Id = found.ContactId } equals new { contact.TenantId, contact.Id }
            select new
            {
                Contact = contact,
                ConversationId = conversations.Where(c => c.TenantId == contact.TenantId && c.ContactId == contact.Id)
                    .OrderByDescending(c => c.LastActivityAt).Select(c => (ConversationId?)c.Id).FirstOrDefault(),
            }).Take(MostContacts).ToListAsync(ct);
        return hits.ConvertAll(hit => new ContactHit(hit.Contact.ToItem(), hit.ConversationId));
    }

    private static async Task<IReadOnlyList<MessageHit>> MessagesAsync(
        IReadOnlyList<string> words, CurrentAgent agent, BalcaoDb db, SearchIndex search, CancellationToken ct)
    {
        foreach (var most in Steps)
        {
            // Read by themselves, so that one look into the index tells both what was found and whether there is more.
            var found = await search.Find<MessageWords, MessageId>(db, words, w => w.MessageId, most).Select(w => w.MessageId).ToListAsync(ct);
            if (found.Count == 0) return [];
            var hits = await HitsAsync(db.Messages.Where(m => found.Contains(m.Id)).OrderByDescending(m => m.Id), words, agent, db, ct);
            if (hits.Count == MostMessages || found.Count < most) return hits;
        }
        return await HitsAsync(
            from found in search.Find<MessageWords, MessageId>(db, words, w => w.MessageId)
            join message in db.Messages on new { found.TenantId, Id = found.MessageId } equals new { message.TenantId, message.Id }
            select message, words, agent, db, ct);
    }

    private static async Task<IReadOnlyList<MessageHit>> HitsAsync(
        IQueryable<Message> matches, IReadOnlyList<string> words, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        // Who may see it is asked of today's conversation, not of the index: after a merge of contacts it is another's.
        var hits = await (
            from message in matches.AsNoTracking()
            join conversation in db.Conversations.VisibleTo(agent, db) on new { message.TenantId, Id = message.ConversationId } equals new { conversation.TenantId, conversation.Id }
            join contact in db.Contacts on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
            select new { message.Id, message.ConversationId, Contact = contact, message.At, message.Text }).Take(MostMessages).ToListAsync(ct);
        return hits.ConvertAll(hit => new MessageHit(
            hit.Id, hit.ConversationId, hit.Contact.ToItem(), hit.At, SearchText.Snippet(hit.Text ?? "", words)));
    }
}
