using Balcao.Agents;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Conversations;

public static class FindMessage
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/messages", Handle).RequireAuthorization(Permission.Read)
        .WithSummary("The message that WhatsApp knows by this id (wamid), and where it is filed.");

    private static async Task<Results<Ok<MessagePlace>, ProblemHttpResult>> Handle(
        string? wamid, CurrentAgent agent, BalcaoDb db, CancellationToken ct)
    {
        if (string.IsNullOrWhiteSpace(wamid)) return InputRefusals.Required("wamid").ToProblem();
        // By number, as in the unique index: a wamid is unique only within one number.
        var place = await (
            from channel in db.Channels.AsNoTracking()
            join message in db.Messages on new { channel.TenantId, channel.Id, Wamid = (string?)wamid } equals new { message.TenantId, Id = message.ChannelId, message.Wamid }
            join conversation in db.Conversations.VisibleTo(agent, db) on new { message.TenantId, Id = message.ConversationId } equals new { conversation.TenantId, conversation.Id }
            join contact in db.Contacts on new { conversation.TenantId, Id = conversation.ContactId } equals new { contact.TenantId, contact.Id }
            orderby message.Id descending
            select new { message.Id, message.ConversationId, Contact = contact, Number = new NumberName(channel.Id, channel.Display) }).FirstOrDefaultAsync(ct);
        if (place is null) return InputRefusals.NotFound.ToProblem();
        var item = (await MessageItems.LoadAsync(db, [place.Id], ct))[0];
        return TypedResults.Ok(new MessagePlace(item, place.ConversationId, place.Contact.ToItem(), place.Number));
    }
}
