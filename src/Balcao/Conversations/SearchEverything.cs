using System.Globalization;
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

    private const int MostPeople = 10;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/search", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("Contacts, messages and people you may see that have words beginning as all of q's words do, newest first; case and accents make no difference. A number, with or without #, also finds the ticket of that protocol. New messages are found a moment after they came. isIncomplete: so many have these words that not all were looked at; more words find the rest.");

    private static async Task<Ok<SearchResult>> Handle(
        string? q, CurrentAgent agent, BalcaoDb db, SearchIndex search, ISearchedTickets tickets, CancellationToken ct)
    {
        var words = SearchText.Query(q);
        if (words.Count == 0) return TypedResults.Ok(new SearchResult([], []));
        var ticket = ProtocolIn(q) is { } protocol ? await tickets.FindAsync(protocol, agent, ct) : null;
        var contacts = await ContactsAsync(words, agent, db, search, ct);
        var messages = await MessagesAsync(words, agent, db, search, ct);
        return TypedResults.Ok(new SearchResult(contacts.Items, messages.Items)
        {
            IsIncomplete = contacts.StoppedAt is not null || messages.StoppedAt is not null,
            Tickets = ticket is null ? [] : [ticket],
            People = await PeopleAsync(words, db, ct),
        });
    }

    private static long? ProtocolIn(string? q) =>
        long.TryParse(q?.Trim().TrimStart('#'), NumberStyles.None, CultureInfo.InvariantCulture, out var protocol) ? protocol : null;

    /// <summary>Compared here: a tenant has some hundred people at most, and their names are in no index.</summary>
    private static async Task<IReadOnlyList<AgentName>> PeopleAsync(IReadOnlyList<string> words, BalcaoDb db, CancellationToken ct)
    {
        var people = await db.Agents.Where(a => a.IsEnabled).OrderBy(a => a.Name).ThenBy(a => a.Id).Select(a => new { a.Id, a.Name }).ToListAsync(ct);
        return
        [
            .. people.Where(person => SearchText.Query(person.Name) is var names && words.All(word => names.Any(name => name.StartsWith(word, StringComparison.Ordinal))))
                .Take(MostPeople).Select(person => new AgentName(person.Id, person.Name)),
        ];
    }

    private static async Task<SearchFound<ContactHit>> ContactsAsync(
        IReadOnlyList<string> words, CurrentAgent agent, BalcaoDb db, SearchIndex search, CancellationToken ct)
    {
        var conversations = db.Conversations.AsNoTracking();
        var hits = await search.FindAsync(db, words, SearchPlace.EndOf(segment: 0), MostContacts, Visibility.SeesAll(agent.Role), (IReadOnlyList<ContactWords> found) =>
        {
            ContactId[] ids = [.. found.Select(w => w.ContactId)];
            return
                from contact in db.Contacts.AsNoTracking().VisibleTo(agent, db)
                where ids.Contains(contact.Id)
                orderby contact.Id descending
                select new
                {
                    Contact = contact,
                    ConversationId = conversations.Where(c => c.TenantId == contact.TenantId && c.ContactId == contact.Id)
                        .OrderByDescending(c => c.LastActivityAt).Select(c => (ConversationId?)c.Id).FirstOrDefault(),
                };
        }, ct);
        return new([.. hits.Items.Select(hit => new ContactHit(hit.Contact.ToItem(), hit.ConversationId))], hits.StoppedAt);
    }

    private static async Task<SearchFound<MessageHit>> MessagesAsync(
        IReadOnlyList<string> words, CurrentAgent agent, BalcaoDb db, SearchIndex search, CancellationToken ct)
    {
        var newest = SearchPlace.EndOf(await SearchIndexer.NewestSegmentAsync(db, ct));
        var hits = await search.FindAsync(db, words, newest, MostMessages, Visibility.SeesAll(agent.Role), (IReadOnlyList<MessageWords> found) =>
        {
            MessageId[] ids = [.. found.Select(w => w.MessageId)];
            // The permission is checked on the message's current conversation, not in the index: a merge of contacts may have changed it.
            return
                from message in db.Messages.AsNoTracking()
                join conversation in db.Conversations.VisibleTo(agent, db) on new { message.TenantId, Id = message.ConversationId } equals new { conversation.TenantId, conversation.Id }
                join contact in db.Contacts on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
                where ids.Contains(message.Id)
                orderby message.Id descending
                select new { message.Id, message.ConversationId, Contact = contact, message.At, message.Text };
        }, ct);
        return new(
            [.. hits.Items.OrderByDescending(hit => hit.Id.Value).Select(hit => new MessageHit(
                hit.Id, hit.ConversationId, hit.Contact.ToItem(), hit.At, SearchText.Snippet(hit.Text ?? "", words)))],
            hits.StoppedAt);
    }
}
