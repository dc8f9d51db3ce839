using Balcao.Simulator.Faults;
using Balcao.Simulator.Phones.Page;
using Balcao.Simulator.Webhooks;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Balcao.Simulator.Tests;

public sealed class ControlTests
{
    [Fact]
    public async Task Phones_are_created_once_changed_and_removed()
    {
        await using var world = await World.StartAsync();
        Task<Reply> Create(object phone) => Reply.OfAsync(world.Control.PostAsync("phones", World.JsonBody(phone), TestContext.Current.CancellationToken));
        var created = await Create(new { name = "Ana", waId = "+55 11 97777-0000" });
        Assert.Equal((201, "5511977770000"), (created.Status, created.Json.GetProperty("id").GetString()));
        Assert.Equal(409, (await Create(new { name = "Outra", waId = "5511977770000" })).Status);
        Assert.Equal(400, (await Create(new { name = "Sem nada" })).Status);
        Assert.Equal(400, (await Create(new { name = "", waId = "1" })).Status);

        await world.PatchAsync("5511977770000", new { name = "Ana Souza" });
        await world.ActAsync(new { type = "text", text = "Oi" }, "5511977770000");
        Assert.Equal("Ana Souza", (await world.Receiver.NextMessageAsync()).Value.GetProperty("contacts")[0].GetProperty("profile").GetProperty("name").GetString());

        Assert.Equal(204, (await Reply.OfAsync(world.Control.DeleteAsync("phones/5511977770000", TestContext.Current.CancellationToken))).Status);
        Assert.Equal(404, (await Reply.OfAsync(world.Control.GetAsync("phones/5511977770000", TestContext.Current.CancellationToken))).Status);
    }

    [Fact]
    public async Task Every_call_is_recorded_with_its_bodies()
    {
        await using var world = await World.StartAsync();
        await world.WriteAsync();
        await world.SendTextAsync("Olá");
        await world.GetAsync(World.Number);
        var calls = (await Reply.OfAsync(world.Control.GetAsync("calls", TestContext.Current.CancellationToken))).Json.EnumerateArray().ToList();
        Assert.Equal(["POST", "GET"], calls.Select(call => call.GetProperty("method").GetString()));
        Assert.Contains("Ol", calls[0].GetProperty("requestBody").GetString()!, StringComparison.Ordinal);
        Assert.Contains("wamid.", calls[0].GetProperty("responseBody").GetString()!, StringComparison.Ordinal);
        Assert.Equal(200, calls[0].GetProperty("status").GetInt32());

        await world.Control.DeleteAsync("calls", TestContext.Current.CancellationToken);
        Assert.Equal("[]", (await Reply.OfAsync(world.Control.GetAsync("calls", TestContext.Current.CancellationToken))).Body);
    }

    [Fact]
    public async Task The_page_and_everything_it_loads_come_from_the_simulator()
    {
        await using var world = await World.StartAsync();
        var page = await Reply.OfAsync(world.Control.GetAsync("/", TestContext.Current.CancellationToken));
        Assert.Equal(200, page.Status);
        Assert.Contains("<title>Telefones", page.Body, StringComparison.Ordinal);
        var links = System.Text.RegularExpressions.Regex.Matches(page.Body, "(?:src|href)=\"([^\"#]+)\"").Select(match => match.Groups[1].Value).Where(link => !link.StartsWith("/preferences", StringComparison.Ordinal)).Distinct().ToList();
        Assert.True(links.Count >= 5);
        foreach (var link in links)
        {
            Assert.StartsWith("/", link, StringComparison.Ordinal);
            Assert.Equal(200, (await Reply.OfAsync(world.Control.GetAsync(link, TestContext.Current.CancellationToken))).Status);
        }
    }

    [Fact]
    public async Task The_page_uses_the_language_and_theme_of_the_cookies()
    {
        await using var world = await World.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Add("Cookie", ".AspNetCore.Culture=c%3Den%7Cuic%3Den; simulator-theme=dark");
        var page = await Reply.OfAsync(world.Control.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.Contains("<title>Phones", page.Body, StringComparison.Ordinal);
        Assert.Contains("data-theme=\"dark\"", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Faults_and_events_of_the_control_API_are_on_the_page_too()
    {
        await using var simulator = SimulatorServer.Create(new SimulatorOptions { Urls = "http://127.0.0.1:0" });
        // Rendered forms contain the address of their page.
        ((IHostEnvironmentNavigationManager)simulator.Services.GetRequiredService<NavigationManager>()).Initialize("http://127.0.0.1/", "http://127.0.0.1/");
        await using var renderer = new HtmlRenderer(simulator.Services, NullLoggerFactory.Instance);
        Task<string> Shown<TPanel>() where TPanel : IComponent => renderer.Dispatcher.InvokeAsync(async () =>
            System.Net.WebUtility.HtmlDecode((await renderer.RenderComponentAsync<TPanel>()).ToHtmlString()));
        System.Globalization.CultureInfo.CurrentUICulture = new("pt-BR");

        var faults = await Shown<FaultsPanel>();
        foreach (var text in (string[])["Token vencido", "O que os clientes enviam", "Conteúdo trocado", "Aceitas sem resposta"]) Assert.Contains(text, faults, StringComparison.Ordinal);
        var events = await Shown<EventsPanel>();
        foreach (var kind in AccountEvents.OfNumber.Concat(AccountEvents.OfCustomer)) Assert.Contains($"value=\"{kind}\"", events, StringComparison.Ordinal);
        foreach (var text in (string[])["Qualidade do número", "Sobre um modelo", "pedido_enviado", "Muitos de uma vez"]) Assert.Contains(text, events, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_fault_and_event_has_a_name_on_the_page()
    {
        var texts = new System.Resources.ResourceManager("Balcao.Simulator.Phones.Page.Texts", typeof(SimulatorServer).Assembly);
        var names = AccountEvents.OfNumber.Concat(AccountEvents.OfCustomer).Select(kind => "Event." + kind).Concat(Enum.GetNames<MediaFault>().Select(fault => "Media." + fault));
        Assert.DoesNotContain(names, name => texts.GetString(name, System.Globalization.CultureInfo.InvariantCulture) is null);
    }

    [Fact]
    public void Both_languages_have_the_same_texts()
    {
        var texts = new System.Resources.ResourceManager("Balcao.Simulator.Phones.Page.Texts", typeof(SimulatorServer).Assembly);
        string[] Keys(string culture) => [.. texts.GetResourceSet(new System.Globalization.CultureInfo(culture), true, culture is "pt-BR")!.Cast<System.Collections.DictionaryEntry>().Select(text => (string)text.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(Keys("pt-BR"), Keys("en"));
    }
}
