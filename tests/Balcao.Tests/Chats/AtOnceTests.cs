using System.Net;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Tickets;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Chats;

/// <summary>What arrives at the same instant: at one server, on PostgreSQL at two on one database. It is Monday, 10:00.</summary>
public sealed class AtOnceTests(BalcaoApp app) : HttpTests(app), IAsyncLifetime
{
    private const string QueueText = "Você é o {queue.position}º", ClosedText = "Voltamos às 13h. Protocolo {ticket.protocol}";

    private static int _customers;

    private IReadOnlyList<WebApplication> _nodes = [];

    /// <summary>Balcao500 is always open. Balcao501 is closed in the morning.</summary>
    public async ValueTask InitializeAsync()
    {
        _nodes = await App.NodesAsync();
        using var clara = As(Clara);
        await clara.Api.LinkGroupAsync(Balcao501.Id, new LinkGroupRequest { GroupId = Atendimento }, Cancel);
        await clara.Api.SaveServiceHoursAsync(
            Balcao501.Id, new ServiceHoursDocument { TimeZone = "America/Sao_Paulo", Weekly = [new(DayOfWeek.Monday, 13 * 60, 18 * 60)] }, Cancel);
        await App.WriteAsync(LojaExemplo, async db =>
        {
            var group = await db.ChatGroups.SingleAsync(g => g.Id == Atendimento, Cancel);
            (group.QueueText, group.OutsideHoursText) = (QueueText, ClosedText);
            await ChannelFacts.OfGroupChangedAsync(db, Atendimento, Cancel);
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory, Rule("A6", "A10", "H2", "H7"), KnownFailure(23)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Messages_of_a_new_contact_at_one_instant_cause_one_ticket_and_one_text_and_in_hours_one_chat(bool isInHours)
    {
        var number = isInHours ? Balcao500 : Balcao501;
        var bursts = Enumerable.Range(0, 12).Select(i => Burst.Of(NewCustomer(), i % 3, App.Time.GetUtcNow())).ToList();

        await Task.WhenAll(bursts.SelectMany(burst => burst.Posts.Select((post, i) => PostAsync(Webhooks.From(number, post), i))));

        var customers = bursts.ConvertAll(burst => burst.Customer.WaId);
        await Eventually(async () => (await CausedAsync(customers)).TrueForAll(of => of.Texts > 0), "everybody was told something");
        await AtRestAsync();
        var caused = await CausedAsync(customers);
        foreach (var burst in bursts)
        {
            var of = Assert.Single(caused, c => c.Phone == burst.Customer.WaId); // one contact with one conversation
            Assert.Equal((burst.Posts.Sum(post => post.Length), isInHours ? 1 : 0, 1, 1), (of.Messages, of.Chats, of.Tickets, of.Texts));
        }
        var said = await App.ReadAsync(LojaExemplo, db => (
            from contact in db.Contacts.Where(c => customers.Contains(c.Phone!))
            join conversation in db.Conversations on contact.Id equals conversation.ContactId
            join message in db.Messages.Where(m => m.Source == MessageSource.Automatic) on conversation.Id equals message.ConversationId
            select message.Text!).ToListAsync(Cancel));
        Assert.Equal(bursts.Count, said.Count(text => text.StartsWith(isInHours ? "Você é o" : "Voltamos às 13h.", StringComparison.Ordinal)));

        // A number sends so many a second, by the clock of the test.
        await Eventually(() =>
        {
            App.Time.Advance(TimeSpan.FromMilliseconds(100));
            return bursts.TrueForAll(burst => SentTo(burst) > 0);
        }, "every text was sent");
        Assert.All(bursts, burst => Assert.Equal(1, SentTo(burst)));

        int SentTo(Burst burst) => App.Graph.Sends.Count(call => call.To == burst.Customer.Phone);
    }

    [Fact, Rule("A6")]
    public async Task Fifty_openings_at_once_take_protocol_numbers_without_gap_or_double()
    {
        var before = await ProtocolsAsync(LojaExemplo);
        var others = await ProtocolsAsync(OutraEmpresa);
        // Of chats, of tickets alone, and of the other tenant, which counts by itself. Every fifth is posted twice.
        CastNumber[] numbers = [Balcao500, Balcao501, Balcao500, Balcao501, NumeroDaOutra];
        await Task.WhenAll(Enumerable.Range(0, 60).SelectMany(i =>
        {
            var post = Webhooks.From(numbers[i % numbers.Length], Webhooks.Text(NewCustomer(), "Oi", App.Time.GetUtcNow()));
            return i % 5 == 0 ? [PostAsync(post, i), PostAsync(post, i + 1)] : (Task[])[PostAsync(post, i)];
        }));

        Assert.Equal(Numbers(before.Count + 48), await ProtocolsAsync(LojaExemplo));
        Assert.Equal(Numbers(others.Count + 12), await ProtocolsAsync(OutraEmpresa));
    }

    private static Customer NewCustomer() => new("Cliente", $"55119512{Interlocked.Increment(ref _customers):00000}");

    private static IEnumerable<long> Numbers(int count) => Enumerable.Range(1, count).Select(n => (long)n);

    /// <param name="turn">Decides which server gets it.</param>
    private async Task PostAsync(string post, int turn)
    {
        using var answer = await App.PostWebhook(post, BalcaoApp.AddressOf(_nodes[turn % _nodes.Count]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    /// <summary>Every server has seen what was committed before.</summary>
    private async Task AtRestAsync() => await Task.WhenAll(_nodes.Select(node => node.Services.GetRequiredService<Reception>().AttendAsync(LojaExemplo, Cancel)));

    private Task<List<long>> ProtocolsAsync(TenantId tenant) =>
        App.ReadAsync(tenant, db => db.Tickets.Select(t => t.Protocol).OrderBy(p => p).ToListAsync(Cancel));

    /// <summary>A row for each conversation of a contact with one of the phones.</summary>
    private Task<List<Caused>> CausedAsync(List<string> phones) => App.ReadAsync(LojaExemplo, db =>
    {
        var (messages, chats, tickets) = (db.Messages, db.Chats, db.Tickets);
        return (
            from contact in db.Contacts.Where(c => phones.Contains(c.Phone!))
            join conversation in db.Conversations on contact.Id equals conversation.ContactId
            select new Caused(
                contact.Phone!,
                messages.Count(m => m.ConversationId == conversation.Id && m.Direction == MessageDirection.Inbound),
                chats.Count(c => c.ConversationId == conversation.Id),
                tickets.Count(t => t.ConversationId == conversation.Id),
                messages.Count(m => m.ConversationId == conversation.Id && m.Source == MessageSource.Automatic))).ToListAsync(Cancel);
    });

    private sealed record Caused(string Phone, int Messages, int Chats, int Tickets, int Texts);

    /// <summary>What a new customer sends at one instant.</summary>
    private sealed record Burst(Customer Customer, IReadOnlyList<Webhooks.Update[]> Posts)
    {
        public static Burst Of(Customer customer, int kind, DateTimeOffset at)
        {
            var pictures = Enumerable.Range(0, 10).Select(_ => Webhooks.Image(customer, at)).ToArray();
            return new(customer, kind switch
            {
                0 => [[Webhooks.Text(customer, "Oi", at)], [Webhooks.Text(customer, "Tem alguém?", at)]],
                1 => [.. pictures.Select(picture => (Webhooks.Update[])[picture])],
                _ => [pictures],
            });
        }
    }
}
