using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Balcao.ChatGroups;

public static class ListChatGroups
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapGet("/api/chat-groups", Handle).RequireAuthorization(Permission.Read)
        .WithName(nameof(ListChatGroups)).WithSummary("List the chat groups with their members").WithTags("Chat groups");

    static async Task<Ok<Page<ChatGroupItem>>> Handle(CurrentAgent agent, BalcaoDb db, CancellationToken ct) =>
        TypedResults.Ok(new Page<ChatGroupItem>(await ChatGroupItems.LoadAsync(db, null, ct), null, await db.NewestFeedNumberAsync(agent.TenantId, ct)));
}
