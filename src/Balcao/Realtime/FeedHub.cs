using System.Globalization;
using System.Security.Claims;
using Balcao.Agents;
using Balcao.Contract;
using Balcao.Platform;
using Microsoft.AspNetCore.SignalR;

namespace Balcao.Realtime;

/// <summary>The hub that browsers listen to. It pushes changes and receives which threads are open; everything else uses HTTP.</summary>
internal sealed class FeedHub(
    Connections connections, FeedPusher reader, PresenceLeases leases, Limits limits, IHubContext<FeedHub, IFeedClient> hub) : Hub<IFeedClient>, IFeedServer
{
    private const string Key = "connection";

    public override async Task OnConnectedAsync()
    {
        var context = Context;
        var connection = new Connection(
            context.ConnectionId,
            CurrentAgent.From(context.User!),
            new SignedIn(
                CurrentSignIn.Of(context.User!)?.Id,
                context.User!.FindFirstValue(AgentClaims.Stamp),
                ApiTokenId.TryParse(context.User!.FindFirstValue(AgentClaims.Token), null, out var token) ? token : null),
            CultureInfo.CurrentUICulture,
            hub.Clients.Client(context.ConnectionId),
            context.Abort);
        context.Items[Key] = connection;
        await leases.AddAsync(connection.Agent.TenantId, connection.Agent.Id, connection.Id, context.ConnectionAborted);
        foreach (var old in connections.Add(connection, limits.ConnectionsPerPerson)) _ = old.ReplaceAsync();
        _ = connection.PumpAsync(context.ConnectionAborted);
        reader.Heard(connection.Agent.TenantId);
    }

    /// <summary>Only reduces what is pushed; permissions are checked for each push.</summary>
    public Task Watch(ConversationId[] conversations)
    {
        if (Context.Items.TryGetValue(Key, out var item) && item is Connection connection) connection.Watch(conversations ?? []);
        return Task.CompletedTask;
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        if (!Context.Items.TryGetValue(Key, out var item) || item is not Connection connection) return;
        connections.Remove(connection);
        await leases.RemoveAsync(connection.Agent.TenantId, connection.Agent.Id, connection.Id, CancellationToken.None);
    }
}
