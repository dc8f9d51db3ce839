using System.Diagnostics;
using System.Text.Json;
using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Bench;

/// <summary>
/// Measures how long it takes until all waiting chats have an attendant when a whole team comes online at once. Each chat must be
/// given out once, with one start text, and nobody must have more than their limit.
/// </summary>
internal static class Distribution
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(Arguments arguments)
    {
        var (engine, chats, agents) = (arguments.Text("engine", "sqlite"), arguments.Number("chats", 1_000), arguments.Number("agents", 50));
        var room = (chats + agents - 1) / agents;
        await using var world = await World.CreateAsync(engine, "distribution");
        await using var server = world.InProcess("http://127.0.0.1:0");
        var tenant = world.Numbers[0].Tenant;
        var team = await FillAsync(server.Services, world.Numbers[0], chats, agents, room);
        await server.StartAsync();

        var leases = server.Services.GetRequiredService<PresenceLeases>();
        var began = Stopwatch.GetTimestamp();
        foreach (var agent in team) await leases.AddAsync(tenant, agent, $"bench-{agent}", CancellationToken.None);
        while (await ReadAsync(server.Services, tenant, db => db.Chats.Waiting.CountAsync()) > 0 && Stopwatch.GetElapsedTime(began) < Patience)
            await Task.Delay(5);
        var took = Stopwatch.GetElapsedTime(began);

        var held = await ReadAsync(server.Services, tenant, db => db.Chats.Where(c => c.Status == ChatStatus.InService).GroupBy(c => c.AgentId).Select(of => of.Count()).ToListAsync());
        var texts = await ReadAsync(server.Services, tenant, db => db.Messages.Where(m => m.Source == MessageSource.Automatic).GroupBy(m => m.ConversationId).Select(of => of.Count()).ToListAsync());
        var isRight = held.Sum() == chats && held.TrueForAll(count => count <= room) && texts.Count == chats && texts.TrueForAll(count => count == 1);
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "distribution", engine, chats, agents, room, ms = Math.Round(took.TotalMilliseconds), placed = held.Sum(), mostOfOne = held.DefaultIfEmpty().Max(),
            texts = texts.Sum(), isRight, commit = Repository.Commit,
        }, JsonSerializerOptions.Web));
        await server.StopAsync();
        return isRight ? 0 : 1;
    }

    private static async Task<IReadOnlyList<AgentId>> FillAsync(IServiceProvider services, BenchNumber number, int chats, int agents, int room)
    {
        var (tenant, now) = (number.Tenant, TimeProvider.System.GetUtcNow());
        await using var scope = services.CreateAsyncScope();
        var (work, db) = (scope.ServiceProvider.GetRequiredService<UnitOfWork>(), scope.ServiceProvider.GetRequiredService<BalcaoDb>());
        await work.BeginWriteAsync(TenantScope.Of(tenant), CancellationToken.None);
        var group = await db.ChatGroups.SingleAsync();
        (group.DistributesAutomatically, group.MostChatsPerAgent, group.StartText) = (true, room, "Olá, {contact.name}! Sou {agent.name}. Protocolo {ticket.protocol}.");
        await db.SaveChangesAsync();
        var team = new List<AgentId>();
        for (var i = 0; i < agents; i++)
        {
            var agent = new Agent { TenantId = tenant, Id = AgentId.New(now), Name = $"Agente {i}", Role = Role.Agent, CreatedAt = now };
            db.Add(agent);
            await db.SaveChangesAsync();
            db.Add(new ChatGroupMembership { TenantId = tenant, GroupId = group.Id, AgentId = agent.Id, IsAttendant = true, Place = i });
            team.Add(agent.Id);
        }
        for (var i = 0; i < chats; i++)
        {
            var contact = new Contact { TenantId = tenant, Id = ContactId.New(now), Name = $"Cliente {i}", CreatedAt = now };
            var conversation = new Conversation { TenantId = tenant, Id = ConversationId.New(now), ChannelId = number.Id, ContactId = contact.Id, LastActivityAt = now };
            var ticket = new Ticket { TenantId = tenant, Id = TicketId.New(now), ConversationId = conversation.Id, ContactId = contact.Id, GroupId = group.Id, Subject = "Bom dia", OpenedAt = now };
            var chat = new Chat { TenantId = tenant, Id = ChatId.New(now), ConversationId = conversation.Id, GroupId = group.Id, TicketId = ticket.Id, WaitingSince = now.AddSeconds(-i) };
            var message = new Message
            {
                TenantId = tenant, Id = MessageId.New(now), ConversationId = conversation.Id, ChannelId = number.Id, ChatId = chat.Id,
                Direction = MessageDirection.Inbound, Kind = MessageKind.Text, At = now, StoredAt = now, Text = "Bom dia",
            };
            conversation.Received(message);
            db.Add(contact);
            db.Add(new ContactAudience { TenantId = tenant, ContactId = contact.Id, GroupId = group.Id });
            await db.SaveChangesAsync();
            db.Add(conversation);
            await db.SaveChangesAsync();
            db.Add(ticket);
            await work.SaveAsync(CancellationToken.None);
            db.Add(chat);
            await db.SaveChangesAsync();
            db.Add(message);
            await db.SaveChangesAsync();
            db.ChangeTracker.Clear();
        }
        await work.CommitAsync(CancellationToken.None);
        return team;
    }

    private static async Task<T> ReadAsync<T>(IServiceProvider services, TenantId tenant, Func<BalcaoDb, Task<T>> read) =>
        await services.GetRequiredService<UnitsOfWork>().ReadAsync(TenantScope.Of(tenant), open => read(open.Db), CancellationToken.None);
}
