using Balcao.Contract;
using Balcao.Crash;
using Balcao.EndToEnd.Harness;
using Balcao.Simulator;
using Balcao.Simulator.Phones;
using Balcao.Tests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>
/// Two servers on one PostgreSQL behind a load balancer; each is killed and restarted in turn, as in an upgrade.
/// </summary>
[OnPostgres]
public sealed class NodesJourneys(Browser browser) : Journey(browser)
{
    const string Julia = "5521977770003";
    const string Number = "100200300400500";
    const string ClosedNumber = "100200300400501";

    [Fact, Finding("O1", "O2")]
    public async Task Screens_stay_complete_while_one_node_after_the_other_is_killed_under_load()
    {
        await using var database = await Database.CreateAsync();
        await RestartJourneys.SeedAsync(database);
        var address = new Uri($"http://127.0.0.1:{RunningProgram.FreePort()}");
        Uri[] addresses = [new($"http://127.0.0.1:{RunningProgram.FreePort()}"), new($"http://127.0.0.1:{RunningProgram.FreePort()}")];
        await using var simulator = await RestartJourneys.StartSimulatorAsync(address);
        var nodes = await Task.WhenAll(addresses.Select(node => RestartJourneys.StartServerAsync(database, node, simulator, address)));
        try
        {
            await using var balancer = await LoadBalancer.StartAsync(address, addresses);
            var phones = simulator.Services.GetRequiredService<PhoneBook>();
            await using var writing = new SteadyCustomer(simulator.Services.GetRequiredService<Customers>(), Julia);

            // Two screens, which the load balancer assigns to different nodes, so that each kill affects one of them.
            List<IPage> screens = [];
            foreach (var (name, email) in ((string, string)[])[("Ana", "ana@loja.exemplo"), ("Bruno", "bruno@loja.exemplo")])
                screens.Add(await OpenSignedInAsync(name, new Uri(address, "/chats"), email));
            var ana = screens[0];
            await ana.Row("Júlia").ClickAsync();
            await Expect(ana.Said(await writing.NextAsync())).ToBeVisibleAsync();

            for (var i = 0; i < nodes.Length; i++)
            {
                await nodes[i].KillAsync();
                await nodes[i].DisposeAsync();
                var meanwhile = await writing.NextAsync();
                await Expect(ana.Said(meanwhile)).ToHaveCountAsync(1);
                foreach (var screen in screens) await Expect(screen.GetByText("Sem conexão com o servidor")).ToBeHiddenAsync();
                await ana.SendAsync($"Resposta {i}");
                await phones.OnPhoneAsync(Julia, $"Resposta {i}");
                nodes[i] = await RestartJourneys.StartServerAsync(database, addresses[i], simulator, address);
            }

            var all = await writing.EndAsync();
            await Expect(ana.Said(all[^1])).ToHaveCountAsync(1);
            var written = phones.Find(Julia)!.With(Number).Messages.Select(message => message.Content.Text!).Where(text => text.StartsWith("Mensagem ", StringComparison.Ordinal) || text.StartsWith("Resposta ", StringComparison.Ordinal));
            Assert.Equal(written.Order(), (await ReadThreadAsync(address, phones.Find(Julia)!.With(Number).Messages[^1].Id)).Order());
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    [Fact]
    public async Task Two_lines_or_an_album_of_a_new_customer_at_one_instant_cause_one_ticket_and_one_text_on_two_servers()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var database = await Database.CreateAsync();
        await RestartJourneys.SeedAsync(database);
        var address = new Uri($"http://127.0.0.1:{RunningProgram.FreePort()}");
        Uri[] addresses = [new($"http://127.0.0.1:{RunningProgram.FreePort()}"), new($"http://127.0.0.1:{RunningProgram.FreePort()}")];
        await using var simulator = await RestartJourneys.StartSimulatorAsync(address);
        var nodes = await Task.WhenAll(addresses.Select(node => RestartJourneys.StartServerAsync(database, node, simulator, address)));
        try
        {
            // It distributes requests in turn: posts of one instant go to both.
            await using var balancer = await LoadBalancer.StartAsync(address, addresses);
            using var http = new HttpClient { BaseAddress = address };
            http.DefaultRequestHeaders.Authorization = new("Bearer", DemoWorld.AdministratorsToken);
            var api = new BalcaoApi(http);
            var numbers = (await api.ListNumbersAsync(ct)).Items;
            var group = numbers.Single(number => number.PhoneNumberId == Number).Group!.Id;
            var closed = numbers.Single(number => number.PhoneNumberId == ClosedNumber).Id;
            await api.LinkGroupAsync(closed, new LinkGroupRequest { GroupId = group }, ct);
            var otherDay = TimeProvider.System.GetUtcNow().AddDays(3).DayOfWeek;
            await api.SaveServiceHoursAsync(closed, new ServiceHoursDocument { TimeZone = "America/Sao_Paulo", Weekly = [new(otherDay, 12 * 60, 13 * 60)] }, ct);

            var phones = simulator.Services.GetRequiredService<PhoneBook>();
            var customers = simulator.Services.GetRequiredService<Customers>();
            var people = Enumerable.Range(0, 8).Select(i => (Phone: phones.Create(new NewPhone { Name = $"Novo {i}", WaId = $"55119666{i:00000}" })!.Id, To: i % 2 == 0 ? Number : ClosedNumber, IsAlbum: i / 2 % 2 == 0)).ToList();
            var written = people.ConvertAll(who => Enumerable.Range(0, who.IsAlbum ? 10 : 2)
                .Select(i => customers.Send(who.Phone, new CustomerMessage { Type = who.IsAlbum ? "image" : "text", Text = $"Linha {i}", To = who.To })).ToList());
            await Task.WhenAll(written.SelectMany(acts => acts.Select(act => act.Delivery!)));

            foreach (var (who, acts) in people.Zip(written))
            {
                await phones.EventuallyAsync(who.Phone, phone => phone.With(who.To).Messages.Any(message => !message.FromCustomer));
                List<MessagePlace> places = [];
                foreach (var act in acts) places.Add(await api.FindMessageAsync(act.Message!.Id, ct));
                var conversation = Assert.Single(places.Select(place => place.ConversationId).Distinct());
                var contact = Assert.Single(places.Select(place => place.Contact.Id).Distinct());
                Assert.Equal(who.To == Number ? 1 : 0, (await api.GetConversationAsync(conversation, ct)).Chats.Count);
                Assert.Single((await api.ListTicketsAsync(new TicketFilter { Contact = $"{contact}" }, ct: ct)).Items);
                Assert.Single((await api.ListMessagesAsync(conversation, limit: 100, ct: ct)).Items, message => message.IsAutomatic);
                Assert.Single(phones.Find(who.Phone)!.With(who.To).Messages, message => !message.FromCustomer);
            }
        }
        finally
        {
            foreach (var node in nodes) await node.DisposeAsync();
        }
    }

    /// <summary>The texts of this journey that the server has, read page by page.</summary>
    static async Task<IReadOnlyList<string>> ReadThreadAsync(Uri address, string wamid)
    {
        var ct = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", DemoWorld.AdministratorsToken);
        var api = new BalcaoApi(http);
        var conversation = (await api.FindMessageAsync(wamid, ct)).ConversationId;
        List<string> texts = [];
        string? cursor = null;
        do
        {
            var page = await api.ListMessagesAsync(conversation, cursor, 100, ct);
            texts.AddRange(page.Items.Select(item => item.Text).OfType<string>());
            cursor = page.Next;
        }
        while (cursor is not null);
        return [.. texts.Where(text => text.StartsWith("Mensagem ", StringComparison.Ordinal) || text.StartsWith("Resposta ", StringComparison.Ordinal))];
    }

    /// <summary>A customer who writes five times a second until stopped; webhooks that were not accepted are repeated.</summary>
    sealed class SteadyCustomer : IAsyncDisposable
    {
        readonly Customers customers;
        readonly string phone;
        readonly CancellationTokenSource stop = new();
        readonly List<string> said = [];
        readonly Task writing;
        TaskCompletionSource<string> next = New();

        public SteadyCustomer(Customers customers, string phone)
        {
            (this.customers, this.phone) = (customers, phone);
            writing = Task.Run(WriteAsync);
        }

        /// <summary>The text of the next message that the server has taken.</summary>
        public Task<string> NextAsync() => Volatile.Read(ref next).Task.WaitAsync(TimeSpan.FromMinutes(1));

        /// <returns>All that was written, in order.</returns>
        public async Task<IReadOnlyList<string>> EndAsync()
        {
            await stop.CancelAsync();
            await writing;
            return said;
        }

        async Task WriteAsync()
        {
            using var ticks = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
            while (!stop.IsCancellationRequested)
            {
                var text = $"Mensagem {said.Count:0000}";
                await customers.Send(phone, new CustomerMessage { Type = "text", Text = text }).Delivery!;
                said.Add(text);
                Interlocked.Exchange(ref next, New()).SetResult(text);
                await ticks.WaitForNextTickAsync();
            }
        }

        static TaskCompletionSource<string> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await writing;
            stop.Dispose();
        }
    }
}
