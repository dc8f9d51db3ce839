using System.Diagnostics;
using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Balcao.Bench;

/// <summary>
/// Fills a world with history: a group for each number, and an agent who is a member of the first number's group only.
/// </summary>
internal static class FilledWorld
{
    public const string AttendantsToken = "bench-attendant-token";

    private const int RowsOfATransaction = 10_000;

    /// <returns>The history, and how long writing it took.</returns>
    public static async Task<(Past Past, TimeSpan Took)> FillAsync(World world, int messages, Texts texts)
    {
        await using var server = world.InProcess();
        var now = TimeProvider.System.GetUtcNow();
        var past = new Past(await AddTeamsAsync(server.Services, world, now), messages, texts, now);
        var start = Stopwatch.GetTimestamp();
        await WriteAsync(server.Services, past.People());
        await WriteAsync(server.Services, past.Messages());
        await TakeProtocolsAsync(server.Services, past);
        if (world.IsPostgres) await SettleAsync(world);
        return (past, Stopwatch.GetElapsedTime(start));
    }

    private static async Task<IReadOnlyList<Desk>> AddTeamsAsync(IServiceProvider services, World world, DateTimeOffset now)
    {
        await using var scope = services.CreateAsyncScope();
        var (work, db) = (scope.ServiceProvider.GetRequiredService<UnitOfWork>(), scope.ServiceProvider.GetRequiredService<BalcaoDb>());
        await work.BeginWriteAsync(TenantScope.Everyone, CancellationToken.None);
        var links = await db.NumberLinks.IgnoreQueryFilters([BalcaoDb.TenantFilter]).ToListAsync();
        var administrators = await db.Agents.IgnoreQueryFilters([BalcaoDb.TenantFilter]).ToListAsync();
        var desks = new List<Desk>();
        foreach (var (t, numbers) in world.Numbers.GroupBy(number => number.Tenant).Index())
        {
            var (tenant, attendant) = (numbers.Key, AgentId.New(now));
            db.Add(Person.OfTenant(tenant, attendant, $"ana@loja{t + 1}.example"));
            db.Add(new Agent { TenantId = tenant, Id = attendant, Name = "Ana", Role = Role.Agent, CreatedAt = now });
            db.Add(new ApiToken
            {
                TenantId = tenant, Id = ApiTokenId.New(now), AgentId = attendant, Name = "Bench", CreatedAt = now,
                SecretHash = ApiToken.Hash($"{AttendantsToken}-{t}"), Scopes = $"{Permission.Read} {Permission.ServeChats}",
            });
            List<ChatGroup> groups =
            [
                .. numbers.Select((_, n) => new ChatGroup { TenantId = tenant, Id = ChatGroupId.New(now), Name = $"Equipe {n + 1}", DisplayName = $"Equipe {n + 1}" }),
            ];
            db.AddRange(groups);
            await db.SaveChangesAsync();
            foreach (var (number, group) in numbers.Zip(groups)) links.Single(link => link.ChannelId == number.Id).GroupId = group.Id;
            db.Add(new ChatGroupMembership { TenantId = tenant, GroupId = groups[0].Id, AgentId = attendant, IsAttendant = true });
            desks.Add(new Desk(tenant, [.. numbers], groups, administrators.Single(agent => agent.TenantId == tenant).Id, attendant));
        }
        await work.CommitAsync(CancellationToken.None);
        return desks;
    }

    /// <summary>
    /// Uses the lanes' writer on a connection like theirs, because EF's change tracker cannot hold the rows of a
    /// million messages.
    /// </summary>
    private static async Task WriteAsync(IServiceProvider services, IEnumerable<object> rows)
    {
        await using var scope = services.CreateAsyncScope();
        var (work, db) = (scope.ServiceProvider.GetRequiredService<UnitOfWork>(), scope.ServiceProvider.GetRequiredService<BalcaoDb>());
        var engine = scope.ServiceProvider.GetRequiredService<StorageEngine>();
        await engine.KeepConnectionAsync(db, CancellationToken.None);
        var maps = engine.Rows.TablesOf(db);
        foreach (var chunk in rows.Chunk(RowsOfATransaction))
        {
            await work.BeginWriteAsync(TenantScope.Everyone, CancellationToken.None);
            await engine.Rows.WriteAsync(db,
                [.. chunk.GroupBy(row => row.GetType()).OrderBy(t => maps[t.Key].Order).Select(t => new TableRows(maps[t.Key].Map, [.. t], [], []))], CancellationToken.None);
            await work.CommitAsync(CancellationToken.None);
        }
    }

    private static async Task TakeProtocolsAsync(IServiceProvider services, Past past)
    {
        await using var scope = services.CreateAsyncScope();
        var (work, db) = (scope.ServiceProvider.GetRequiredService<UnitOfWork>(), scope.ServiceProvider.GetRequiredService<BalcaoDb>());
        await work.BeginWriteAsync(TenantScope.Everyone, CancellationToken.None);
        await scope.ServiceProvider.GetRequiredService<StorageEngine>().TakeNumbersAsync(db, Ticket.ProtocolCounter, past.Protocols, CancellationToken.None);
        await work.CommitAsync(CancellationToken.None);
    }

    /// <summary>Does what autovacuum would have done in a database that has grown over months.</summary>
    private static async Task SettleAsync(World world)
    {
        await using var source = NpgsqlDataSource.Create(world.OwnersDatabase);
        await using var vacuum = source.CreateCommand("VACUUM (ANALYZE)");
        vacuum.CommandTimeout = 600;
        await vacuum.ExecuteNonQueryAsync();
    }
}
