using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.OptIns;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

public static class GetContact
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/contacts/{id}", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("A contact with its identities and its conversations, newest activity first.");

    private static async Task<Results<Ok<ContactCard>, ProblemHttpResult>> Handle(
        ContactId id, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        var contact = await db.Contacts.AsNoTracking().VisibleTo(agent, db).SingleOrDefaultAsync(c => c.Id == id, ct);
        if (contact is null) return InputRefusals.NotFound.ToProblem();
        var identities = await db.ContactIdentities.AsNoTracking().Where(i => i.ContactId == id).OrderBy(i => i.Kind).ThenBy(i => i.Value).ToListAsync(ct);
        var conversations = await ConversationItems.LoadAsync(db, db.Conversations.AsNoTracking().Where(c => c.ContactId == id), ct);
        var item = contact.ToItem();
        var marketing = await db.MarketingConsents.Where(m => m.ContactId == id)
            .Select(m => new MarketingConsentItem(m.State, m.At, m.Source)).SingleOrDefaultAsync(ct);
        return TypedResults.Ok(new ContactCard(item.Id, item.Name, item.Phone, item.Username, [.. identities.Select(i => i.ToItem())], contact.CreatedAt, conversations)
        {
            PhoneText = item.PhoneText,
            Marketing = marketing,
        });
    }
}
