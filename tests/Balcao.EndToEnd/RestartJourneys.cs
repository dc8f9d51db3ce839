using Balcao.Contract;
using Balcao.EndToEnd.Harness;
using Balcao.Simulator;
using Balcao.Simulator.Phones;
using Balcao.Tests;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Balcao.EndToEnd;

/// <summary>The server is killed while an agent works, and is restarted at the same address.</summary>
[OnEachDatabase]
[TakesLong(110)]
public sealed class RestartJourneys(Browser browser) : Journey(browser)
{
    const string Julia = "5521977770003";
    const string Number = "100200300400500";

    [Fact]
    public async Task No_message_or_draft_is_lost_when_the_server_is_killed_while_an_agent_types()
    {
        await using var database = await Database.CreateAsync();
        await SeedAsync(database);
        var address = new Uri($"http://127.0.0.1:{RunningProgram.FreePort()}");
        await using var simulator = await StartSimulatorAsync(address);
        await using var first = await StartServerAsync(database, address, simulator);
        var phones = simulator.Services.GetRequiredService<PhoneBook>();
        var customers = simulator.Services.GetRequiredService<Customers>();

        var ana = await OpenSignedInAsync("Ana", new Uri(address, "/chats"), "ana@loja.exemplo");
        await customers.Send(Julia, new CustomerMessage { Type = "text", Text = "Pode ser às nove" }).Delivery!;
        await ana.Row("Júlia").ClickAsync();
        await Expect(ana.Said("Pode ser às nove")).ToBeVisibleAsync();

        // The message is on the phone, but the server may be killed before it has stored this.
        var arrived = phones.OnPhoneAsync(Julia, "Fechado, amanhã às nove");
        await ana.SendAsync("Fechado, amanhã às nove");
        await arrived;
        await first.KillAsync();

        await Expect(ana.GetByText("Sem conexão com o servidor")).ToBeVisibleAsync();
        var meanwhile = new[] { "Vocês ligam antes?", "Porque o interfone está quebrado" }
            .Select(text => customers.Send(Julia, new CustomerMessage { Type = "text", Text = text })).ToList();
        await ana.SendAsync("O técnico liga meia hora antes");
        await ana.MessageBox.FillAsync("E anotei sobre o inter");

        await using var second = await StartServerAsync(database, address, simulator);

        await Expect(ana.GetByText("Sem conexão com o servidor")).ToBeHiddenAsync();
        await Expect(ana.MessageBox).ToHaveValueAsync("E anotei sobre o inter");
        await phones.OnPhoneAsync(Julia, "O técnico liga meia hora antes");
        foreach (var act in meanwhile) await Expect(ana.Said(act.Message!.Content.Text!)).ToHaveCountAsync(1);
        foreach (var text in (string[])["Fechado, amanhã às nove", "O técnico liga meia hora antes"])
        {
            await Expect(ana.Said(text)).ToHaveCountAsync(1);
            await Expect(ana.Said(text).GetByRole(AriaRole.Img)).ToHaveAccessibleNameAsync("Lida");
            Assert.Single(phones.Find(Julia)!.With(Number).Messages, message => message.Content.Text == text);
        }
        await AssertServerHasEachOnceAsync(address, phones.Find(Julia)!.With(Number).Messages);
    }

    /// <summary>Every message on the phone is on the server exactly once.</summary>
    internal static async Task AssertServerHasEachOnceAsync(Uri address, IEnumerable<PhoneMessage> onPhone)
    {
        var ct = TestContext.Current.CancellationToken;
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", DemoWorld.AdministratorsToken);
        var api = new BalcaoApi(http);
        foreach (var message in onPhone)
        {
            var place = await api.FindMessageAsync(message.Id, ct);
            var page = await api.ListMessagesAsync(place.ConversationId, limit: 100, ct: ct);
            Assert.Single(page.Items, item => item.Wamid == message.Id);
            Assert.Single(page.Items, item => item.Text == message.Content.Text);
        }
    }

    /// <summary>Starts the demo program, which fills the database, and ends it.</summary>
    internal static async Task SeedAsync(Database database)
    {
        await using var demo = await RunningProgram.StartAsync("Balcao.Demo", new Dictionary<string, string?>(database.Settings)
        {
            ["Balcao:Urls"] = "http://127.0.0.1:0", ["Simulator:Urls"] = "http://127.0.0.1:0",
        }, DemoWorld.ReadyLine);
    }

    internal static async Task<WebApplication> StartSimulatorAsync(Uri server)
    {
        var options = new SimulatorOptions { Urls = "http://127.0.0.1:0" };
        options.Webhook.Url = new Uri(server, "/webhooks/whatsapp").ToString();
        options.Webhook.RetryGaps = [TimeSpan.Zero, TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(500)];
        var simulator = SimulatorServer.Create(options, logging: lines => lines.ClearProviders()); // failed webhooks are expected here
        await simulator.StartAsync(TestContext.Current.CancellationToken);
        return simulator;
    }

    /// <param name="publicUrl">The address browsers use, if it is another one.</param>
    internal static Task<RunningProgram> StartServerAsync(Database database, Uri address, WebApplication simulator, Uri? publicUrl = null) =>
        RunningProgram.StartAsync("Balcao", new Dictionary<string, string?>(database.Settings)
        {
            ["Balcao:Urls"] = address.GetLeftPart(UriPartial.Authority),
            ["Balcao:PublicUrl"] = publicUrl?.GetLeftPart(UriPartial.Authority),
            ["Balcao:WhatsApp:GraphUrl"] = simulator.Urls.First(),
            ["Balcao:WhatsApp:AppSecrets:0"] = "demo-app-secret",
            ["Balcao:WhatsApp:VerifyToken"] = "demo-verify-token",
        }, readyLine: "Application started");
}

static class Waiting
{
    extension(PhoneBook phones)
    {
        /// <summary>Waits until the business's message has reached the simulator.</summary>
        public Task OnPhoneAsync(string phone, string text) =>
            phones.EventuallyAsync(phone, found => found.Conversations.Values.Any(talk => talk.Messages.Any(m => !m.FromCustomer && m.Content.Text == text)));

        public async Task EventuallyAsync(string phone, Func<Simulator.Phones.Phone, bool> isSo)
        {
            var there = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            void Look(string changed)
            {
                if (isSo(phones.Find(phone)!)) there.TrySetResult();
            }
            phones.Changed += Look;
            Look(phone);
            try { await there.Task.WaitAsync(TimeSpan.FromSeconds(30)); }
            finally { phones.Changed -= Look; }
        }
    }
}
