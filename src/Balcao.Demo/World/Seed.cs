using Balcao.Agents;
using Balcao.ChatGroups;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Numbers;
using Balcao.Platform;
using Balcao.Platform.Files;
using Balcao.Platform.Storage;
using Balcao.ServiceHours;
using Balcao.Tenancy;
using Balcao.Templates;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Demo.World;

/// <summary>The state of the sample data, which startup found or created.</summary>
public sealed class SeededWorld
{
    public DateTimeOffset SeededAt { get; internal set; }

    /// <summary>True after 12 hours: then customer service windows of the waiting chats close.</summary>
    public bool IsStale { get; internal set; }
}

/// <summary>Writes the sample data, once, in one transaction: a company with six weeks of chats.</summary>
internal sealed class Seed(IServiceScopeFactory scopes, StorageEngine engine, Passwords passwords, AccessTokens accessTokens, ContentStore files, SeededWorld world, TimeProvider time)
    : IHostedService
{
    private const int Days = 42;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var now = WholeSeconds(time.GetUtcNow());
        if (await SeededAtAsync(cancellationToken) is { } before)
        {
            world.SeededAt = before;
            world.IsStale = now - before > TimeSpan.FromHours(12);
            return;
        }
        await StoreFilesAsync(cancellationToken);
        await WriteAsync(now, cancellationToken);
        world.SeededAt = now;
    }

    /// <summary>When the sample data was written; null: not yet.</summary>
    private async Task<DateTimeOffset?> SeededAtAsync(CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginReadAsync(TenantScope.Everyone, ct);
        var token = await db.ApiTokens.IgnoreQueryFilters([BalcaoDb.TenantFilter]).AsNoTracking()
            .SingleOrDefaultAsync(t => t.TenantId == Shop.Loja.Id && t.Name == DemoToken, ct);
        var isInUse = token is null && await db.Persons.AnyAsync(ct);
        await work.CommitAsync(ct);
        return isInUse
            ? throw new DemoRefusedException("This database is in use and not the demo's: the demo would add people whose password is public. Give it a database of its own.")
            : token?.CreatedAt;
    }

    private const string DemoToken = "Demonstração";

    private async Task StoreFilesAsync(CancellationToken ct)
    {
        var used = PastStories.Service.Concat(PastStories.Finance).Concat(OpenStories.All.Select(open => open.Story))
            .SelectMany(story => story.Lines).Select(line => line.File).OfType<MediaFile>().Concat(DemoMacros.Files).Distinct();
        foreach (var file in used)
        {
            using var draft = await files.ReceiveAsync(new MemoryStream(file.Bytes), file.Bytes.Length, ct)
                ?? throw new InvalidOperationException($"{file.FileName} is longer than itself.");
            files.Keep(Shop.Loja.Id, draft);
        }
    }

    private async Task WriteAsync(DateTimeOffset now, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<BalcaoDb>();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        var rows = People(now).Concat(Organisation(now)).ToList();
        var chronicle = History(now);

        await work.BeginWriteAsync(TenantScope.Operators, ct);
        await engine.NumberAsync(db, typeof(Ticket), [.. chronicle.Tickets.OrderBy(ticket => ticket.OpenedAt)], ct);
        db.AddRange(rows);
        await db.SaveChangesAsync(ct);
        db.AddRange(chronicle.Rows);
        db.AddRange(DemoPlans.Past(now, chronicle.Rows));
        // The texts outside hours name their tickets, which have their numbers now.
        await work.SaveAsync(ct);
        AnnounceMessages(scope.ServiceProvider.GetRequiredService<Feed>(), chronicle.Rows);
        // The simulator is already running, so the server can read the templates as soon as it has started.
        foreach (var number in Shop.Numbers.DistinctBy(number => number.WabaId))
            await TemplateReading.AskAsync(db, number.Company.Id, number.Id, number.WabaId, now, TimeSpan.Zero, ct);
        await work.CommitAsync(ct);
    }

    /// <summary>Adds the feed entries that single messages would have added: search indexes what the feed reports.</summary>
    private static void AnnounceMessages(Feed feed, IReadOnlyCollection<object> rows)
    {
        var contacts = rows.OfType<Conversation>().ToDictionary(conversation => conversation.Id, conversation => conversation.ContactId);
        foreach (var message in rows.OfType<Message>()) feed.MessageChanged(message.TenantId, message.Id, contacts[message.ConversationId]);
    }

    private IEnumerable<object> People(DateTimeOffset now)
    {
        var since = now - TimeSpan.FromDays(Days + 3);
        foreach (var company in Shop.Companies) yield return new Tenant { Id = company.Id, Name = company.Name, TimeZone = Shop.TimeZone, CreatedAt = since };
        // Hashing is slow by design, and all persons have the same password: hash it once.
        string? hash = null;
        foreach (var who in Shop.SignIns)
        {
            var person = who.Company is { } company
                ? Person.OfTenant(company.Id, who.Id, who.Email)
                : Person.Operator(new PersonId(who.Id.Value), who.Name, who.Email);
            person.ChangePassword(hash ??= passwords.Hash(person, Shop.Password));
            yield return person;
            if (who.Company is { } own) yield return new Agent { TenantId = own.Id, Id = who.Id, Name = who.Name, Role = who.Role, CreatedAt = since };
        }
        yield return new ApiToken
        {
            TenantId = Shop.Loja.Id, Id = ApiTokenId.New(now), AgentId = Shop.Clara.Id, Name = DemoToken,
            SecretHash = ApiToken.Hash(Shop.AdministratorsToken), Scopes = string.Join(' ', Permission.OfTenants), CreatedAt = now,
        };
    }

    private IEnumerable<object> Organisation(DateTimeOffset now)
    {
        foreach (var number in Shop.Numbers)
        {
            var released = new Number
            {
                TenantId = number.Company.Id, Id = number.Id, PhoneNumberId = number.PhoneNumberId, WabaId = number.WabaId,
                ProtectedAccessToken = accessTokens.Protect(Shop.AccessToken), ReleasedAt = now - TimeSpan.FromDays(Days + 2),
            };
            yield return released.NewChannel(number.Display);
            yield return released;
        }
        foreach (var team in Shop.Teams)
        {
            yield return TeamTexts.GroupOf(team);
            foreach (var (place, who) in Shop.SignIns.Where(who => who.Teams.Contains(team)).Index())
                yield return new ChatGroupMembership { TenantId = team.Company.Id, GroupId = team.Id, AgentId = who.Id, IsAttendant = true, Place = place };
        }
        foreach (var (urgency, answer, resolution) in ((TicketUrgency, int, int)[])[(TicketUrgency.Urgent, 15, 240), (TicketUrgency.High, 30, 480), (TicketUrgency.Normal, 60, 1_440)])
            yield return new TicketTarget { TenantId = Shop.Loja.Id, Urgency = urgency, FirstAnswerMinutes = answer, ResolutionMinutes = resolution };
        foreach (var row in DemoPlans.Rows(now).Concat(DemoRequests.Rows(now))) yield return row;
        foreach (var row in Cases.Rows.Concat(DemoMacros.Rows(now)).Concat(AuditWeek.Of(now))) yield return row;
        foreach (var view in DemoViews.Of(now)) yield return view;
        foreach (var (place, (team, supervisor)) in Shop.Supervisors.Index())
            yield return new ChatGroupMembership
            {
                TenantId = team.Company.Id, GroupId = team.Id, AgentId = supervisor.Id, IsAdministrator = true, Place = 100 + place,
            };
        foreach (var number in Shop.Numbers)
            if (number.Team is { } team)
                yield return new NumberLink { TenantId = number.Company.Id, ChannelId = number.Id, GroupId = team.Id };
        foreach (var number in WorkHours.Numbers)
            foreach (var row in SaveServiceHours.RowsOf(number.Company.Id, number.Id, WorkHours.Of(now))) yield return row;
    }

    /// <summary>About three closed chats on each working day of the last weeks, then the open chats.</summary>
    private static Chronicle History(DateTimeOffset now)
    {
        var chronicle = new Chronicle(Shop.Numbers.ToDictionary(number => number.Id, number => DemoPlans.FactsOf(number, now)));
        // Each customer returns about every two weeks; a customer with an open chat had none in the last days.
        Customer[] customers = [.. Customers.Others, .. Customers.Cast];
        var present = OpenStories.All.Select(open => open.Customer).ToHashSet();
        var count = 0;
        var today = new DateTimeOffset(now.ToOffset(Shop.Offset).Date, Shop.Offset);
        for (var day = today.AddDays(-Days); day < today; day = day.AddDays(1))
        {
            TimeOnly[] hours = day.DayOfWeek switch
            {
                DayOfWeek.Sunday => [],
                DayOfWeek.Saturday => [new(9, 20), new(11, 5)],
                DayOfWeek.Monday => [new(8, 35), new(10, 50), new(14, 5), new(16, 40)],
                _ => [new(9, 10), new(13, 45), new(16, 25)],
            };
            foreach (var hour in hours)
            {
                var isFinance = count % 7 == 3;
                var story = isFinance ? PastStories.Finance[count / 7 % PastStories.Finance.Count] : PastStories.Service[count * 3 % PastStories.Service.Count];
                var agent = isFinance ? Shop.Diego : count % 2 == 0 ? Shop.Ana : Shop.Bruno;
                var customer = customers[count * 5 % customers.Length];
                if (today - day < TimeSpan.FromDays(4) && present.Contains(customer)) customer = customers.First(other => !present.Contains(other));
                chronicle.TellClosed(
                    customer, Shop.Main, isFinance ? Shop.Financeiro : Shop.Atendimento, agent, story,
                    day + hour.ToTimeSpan() + TimeSpan.FromSeconds(count * 97 % 1500));
                count++;
            }
        }
        chronicle.TellOthers(now);
        var hoursOfBilling = new Hours(WorkHours.Of(now));
        foreach (var night in NightStories.All) chronicle.TellNight(night, Shop.Billing, Shop.Financeiro, today.AddDays(-1) + night.At.ToTimeSpan(), hoursOfBilling);
        foreach (var open in OpenStories.All.OrderByDescending(open => open.LastLineAgo)) chronicle.TellOpen(open, now);
        return chronicle;
    }

    private static DateTimeOffset WholeSeconds(DateTimeOffset instant) => DateTimeOffset.FromUnixTimeSeconds(instant.ToUnixTimeSeconds());

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
