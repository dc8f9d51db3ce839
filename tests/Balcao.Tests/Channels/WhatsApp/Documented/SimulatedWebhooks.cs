using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Balcao.Simulator;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Phones;
using Balcao.Simulator.Templates;
using Balcao.Simulator.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Balcao.Tests.Channels.WhatsApp.Documented;

/// <summary>Makes the simulator send each of its webhooks once for each phone. What became of them does not matter: nobody listens.</summary>
internal sealed class SimulatedWebhooks(WebApplication app)
{
    private static readonly string[] Writes = ["text", "image", "voice", "audio", "document", "sticker", "location", "contacts", "order", "unsupported"];

    private readonly PhoneBook _phones = app.Services.GetRequiredService<PhoneBook>();
    private readonly Customers _customers = app.Services.GetRequiredService<Customers>();
    private int _asked;
    private readonly BusinessNumber _number = app.Services.GetRequiredService<BusinessDirectory>().Numbers.First();

    /// <returns>The bodies, in the order in which they were sent.</returns>
    public static async Task<IReadOnlyList<string>> AllAsync(CancellationToken ct)
    {
        var options = new SimulatorOptions
        {
            Urls = "http://127.0.0.1:0",
            Webhook = new WebhookOptions { Url = "http://127.0.0.1:1/nobody", GiveUpAfter = TimeSpan.Zero },
        };
        await using var app = SimulatorServer.Create(options, logging: logging => logging.ClearProviders());
        await app.StartAsync(ct);
        await new SimulatedWebhooks(app).SendAsync(ct);
        IReadOnlyList<string> sent = [.. app.Services.GetRequiredService<WebhookDeliveries>().All.Select(delivery => delivery.Body)];
        await app.StopAsync(ct);
        return sent;
    }

    private async Task SendAsync(CancellationToken ct)
    {
        string[] phones = [.. _phones.All.Select(phone => phone.Id)];
        foreach (var id in phones)
        {
            Write(id);
            Receive(id);
        }
        ChangeTemplates();

        var events = app.Services.GetRequiredService<AccountEvents>();
        foreach (var kind in AccountEvents.OfNumber) Assert.NotNull(events.Tell(kind, _number));
        Assert.NotNull(events.Tell("history", _number, new JsonObject { ["declined"] = true }));
        foreach (var id in phones)
            foreach (var kind in AccountEvents.OfCustomer)
                Assert.NotNull(events.Tell(kind, _number, _phones.Find(id)!, new JsonObject { ["message_id"] = "wamid.SIMULATED" }));

        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        (await http.PostAsJsonAsync("/simulator/bursts", new { messages = 2 }, ct)).EnsureSuccessStatusCode();
    }

    private void Write(string phone)
    {
        foreach (var type in Writes) Act(phone, new CustomerMessage { Type = type, Text = "Bom dia", Caption = "assim", Name = "Loja", Address = "Rua 1" });
        Act(phone, new CustomerMessage { Type = "video", Data = "AAAA", MimeType = "video/mp4" });
        var said = Act(phone, new CustomerMessage
        {
            Type = "text", Text = "Vi o anúncio", Forwarded = true,
            Referral = new JsonObject { ["source_type"] = "ad", ["source_id"] = "1", ["source_url"] = "https://fb.me/x", ["headline"] = "Oferta" },
        }).Message!.Id;
        Act(phone, new CustomerMessage { Type = "text", Text = "Ou este?", ReplyTo = said });
        Act(phone, new CustomerMessage { Type = "edit", MessageId = said, Text = "Vi o anúncio de vocês" });
        Act(phone, new CustomerMessage { Type = "reaction", MessageId = said, Emoji = "👍" });
        Act(phone, new CustomerMessage { Type = "reaction", MessageId = said });
        Act(phone, new CustomerMessage { Type = "revoke", MessageId = said });

        var yes = new ChoicePart("sim", "Sim", "com certeza");
        foreach (var asked in (MessageContent[])
        [
            new() { Type = "interactive", Buttons = [yes] },
            new() { Type = "interactive", List = new ListPart("Escolha", [new ListSection(null, [yes])]) },
            new() { Type = "template", Template = "boas_vindas pt_BR", Buttons = [yes] },
        ])
            Act(phone, new CustomerMessage { Type = "press", MessageId = Ask(phone, asked), OptionId = yes.Id });
    }

    private void Receive(string phone)
    {
        var webhooks = app.Services.GetRequiredService<MessageWebhooks>();
        var asked = Ask(phone, MessageContent.OfText("Pois não?")); // before the phone is read, which is a snapshot
        var message = _phones.Find(phone)!.Find(asked)! with { CallbackData = "msg:1" };
        foreach (var ticks in (Ticks[])[Ticks.Sent, Ticks.Delivered, Ticks.Read, Ticks.Played])
            Assert.NotNull(webhooks.SendStatus(_phones.Find(phone)!, _number, message, ticks));
        Assert.NotNull(webhooks.SendStatus(_phones.Find(phone)!, _number, message, Ticks.Failed, GraphError.Of(131026)));
    }

    private void ChangeTemplates()
    {
        var templates = app.Services.GetRequiredService<TemplateStore>();
        var id = templates.Of(app.Services.GetRequiredService<BusinessDirectory>().Accounts[0].Id)[0].Id;
        foreach (var status in (string[])["PAUSED", "APPROVED", "DISABLED", "REJECTED"]) Assert.NotNull(templates.SetStatus(id, status, "NONE"));
        Assert.NotNull(templates.SetQuality(id, "YELLOW"));
        Assert.NotNull(templates.SetCategory(id, "MARKETING"));
    }

    private CustomerAct Act(string phone, CustomerMessage what)
    {
        var act = _customers.Send(phone, what with { To = _number.Id });
        Assert.Null(act.Error);
        return act;
    }

    /// <summary>The business sends it, and the phone has it.</summary>
    private string Ask(string phone, MessageContent content)
    {
        var id = $"wamid.ASKED.{++_asked}";
        _phones.UpdateConversation(phone, _number.Id, talk => talk with
        {
            Messages = talk.Messages.Add(new PhoneMessage { Id = id, FromCustomer = false, At = DateTimeOffset.UnixEpoch, Content = content, Ticks = Ticks.Sent }),
        });
        return id;
    }
}
