using System.Net;
using System.Net.Http.Json;
using System.Threading.Channels;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tests.Realtime;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Balcao.Tests.Search;

/// <summary>Characters that no writing uses, and rows that cannot be read: neither stops who follows the feed.</summary>
public sealed class OddTextTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    [Theory, Finding("S1")]
    [InlineData(0xFFFE)]
    [InlineData(0xFFFF)]
    [InlineData(0xFDD0)]
    [InlineData(0x1FFFE)]
    [InlineData(0x10FFFF)]
    public async Task What_no_writing_uses_parts_no_word_and_stops_no_index(int code)
    {
        var (odd, name) = (char.ConvertFromUtf32(code), $"Marinalva{code:x}");
        // In a request U+FFFE is refused before anything reads it; WhatsApp's webhooks are taken with it.
        var typed = UsableText.Is(odd) ? odd : "";
        var customer = NewCustomer(name.Insert(4, odd));
        await WritesAsync(customer, $"caneca{code:x} ver{odd}melha{odd}");
        var served = await App.ChatServedBy(Ana, NewCustomer("Com nota"));
        using var ana = As(Ana);
        await ana.Api.AddNoteAsync(served.Id, new AddNoteRequest { ClientKey = $"n{code}", Text = $"{typed}bilhete{code:x}{typed}" }, Cancel);
        await WritesAsync(NewCustomer("Depois"), $"depois{code:x}");
        await IndexedAsync();

        Assert.Single((await ana.Api.SearchAsync($"caneca{code:x} vermelha", Cancel)).Messages);
        Assert.Single((await ana.Api.SearchAsync($"{typed}caneca{typed}{code:x}", Cancel)).Messages);
        Assert.Single((await ana.Api.SearchAsync($"bilhete{code:x}", Cancel)).Messages);
        Assert.Single((await ana.Api.SearchAsync($"depois{code:x}", Cancel)).Messages);
        Assert.Single((await ana.Api.SearchAsync(name, Cancel)).Contacts);
        Assert.Contains((await ana.Api.ListContactsAsync(name.Insert(3, typed), ct: Cancel)).Items, c => c.Phone == customer.Phone);
    }

    [Theory, Finding("S1")]
    [InlineData(0xFFFE)]
    [InlineData(0x2FFFF)]
    public async Task An_e_mail_with_such_a_character_is_nobody_s_and_given_to_nobody(int code)
    {
        var odd = char.ConvertFromUtf32(code);
        using var nobody = await App.Anyone().PostAsJsonAsync(
            "api/session", new SignInRequest { Email = $"nin{odd}guem@loja.example", Password = Cast.Password }, ContractJson.Default.SignInRequest, Cancel);
        var expected = UsableText.Is(odd) ? (HttpStatusCode.Unauthorized, "session.refused") : (HttpStatusCode.BadRequest, "input.invalid");
        Assert.Equal(expected, (nobody.StatusCode, await nobody.ProblemCode()));

        var refused = await As(Clara).Api.CreateAgentAsync(
            new CreateAgentRequest { Name = "Nova", Email = $"no{odd}va@loja.example", Role = Role.Agent }, Cancel).Refused();
        Assert.Equal(("input.invalid", "email"), (refused.Code, refused.Field));
    }

    [Theory, Finding("S1")]
    [InlineData("bom<dia", "bomdia")]
    [InlineData(">bom> dia<", "bom dia")]
    [InlineData("😀bom<<dia😀", "😀bomdia😀")]
    [InlineData("bom dia", "bom dia")]
    public void Half_a_surrogate_pair_is_left_out(string text, string clean)
    {
        // An attribute is stored as UTF-8 and cannot hold the halves.
        text = text.Replace('<', '\uD83D').Replace('>', '\uDE00');
        Assert.Equal(clean, Unicode.Clean(text));
        Assert.Equal(clean, Unicode.Normalize(text, System.Text.NormalizationForm.FormKD));
    }

    [Theory, Finding("S1")]
    [InlineData(199, ".pdf")]
    [InlineData(195, ".pdf")]
    [InlineData(199, "")]
    public void A_file_name_is_not_cut_in_the_middle_of_an_emoji(int letters, string extension)
    {
        var name = UploadFile.CleanName(new string('a', letters) + "😀😀" + extension);

        Assert.Equal(name, Unicode.Clean(name));
        Assert.InRange(name.Length, 190, 200);
        Assert.EndsWith(extension, name, StringComparison.Ordinal);
    }

    [Fact, Finding("S1")]
    public async Task A_contact_that_cannot_be_read_is_skipped_and_named_and_all_else_is_found()
    {
        var customer = NewCustomer("Ilegível");
        var wamid = await WritesAsync(customer, "antesdafalha");
        await IndexedAsync();
        using var ana = As(Ana);
        var place = await ana.Api.FindMessageAsync(wamid, Cancel);
        var (contact, message) = (place.Contact.Id, place.Message.Id);

        await WriteAsync(async (db, feed) =>
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE contact_identities SET kind = 'Nonsense' WHERE contact_id = {0}", [Stored(contact.Value)], Cancel);
            await db.Messages.Where(m => m.Id == message).ExecuteUpdateAsync(set => set.SetProperty(m => m.Text, "depoisdafalha"), Cancel);
            feed.MessageChanged(LojaExemplo, message, contact);
        });
        await WritesAsync(NewCustomer("Legível"), "palavradeoutro");
        await IndexedAsync();

        Assert.Equal(message, Assert.Single((await ana.Api.SearchAsync("depoisdafalha", Cancel)).Messages).MessageId);
        Assert.Single((await ana.Api.SearchAsync("palavradeoutro", Cancel)).Messages);
        var line = Assert.Single(App.Log.Lines, l => l.Category == typeof(SearchIndexer).FullName && l.Level is LogLevel.Error);
        Assert.Contains(contact.ToString(), line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("falha", line.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(customer.WaId, line.Text, StringComparison.Ordinal);
    }

    [Fact, Finding("S1")]
    public async Task A_message_that_cannot_be_read_stops_no_screen()
    {
        await using var hub = Screen.Hub(App, await Screen.CookieOfAsync(App, Renata), App.Url.GetLeftPart(UriPartial.Authority));
        var pushes = Channel.CreateUnbounded<Changes>();
        hub.On<Changes>(nameof(IFeedClient.Changed), changes => { pushes.Writer.TryWrite(changes); });
        await hub.StartAsync(Cancel);
        var at = (await pushes.Reader.ReadAsync(Cancel)).To;

        var others = await App.ChatWaiting(NumeroDaOutra, GrupoDaOutra, NewCustomer("Estragada"));
        await WriteAsync(async (db, feed) =>
        {
            await db.Database.ExecuteSqlRawAsync("UPDATE messages SET content = {0} WHERE id = {1}", ["{", Stored(others.Message.Value)], Cancel);
            feed.MessageChanged(OutraEmpresa, others.Message, others.Contact);
        }, OutraEmpresa);
        var reset = await pushes.Reader.ReadAsync(Cancel);
        Assert.Equal((at, true), (reset.From, reset.IsReset));
        Assert.True((await As(Renata).Api.GetChangesAsync(at, Cancel)).IsReset);

        var wamid = await WritesAsync(NewCustomer("Seguinte"), "segue", NumeroDaOutra);
        var next = await pushes.Reader.ReadAsync(Cancel);
        Assert.Equal((reset.To, false), (next.From, next.IsReset));
        Assert.Contains(next.Messages, m => m.Wamid == wamid);
    }

    private static Customer NewCustomer(string name) => new(name, $"55119340{Interlocked.Increment(ref _customers):00000}");

    private async Task<string> WritesAsync(Customer who, string text, CastNumber? number = null)
    {
        var update = Webhooks.Text(who, text, App.Time.GetUtcNow());
        await App.PostWebhook(Webhooks.From(number ?? Balcao500, update)).ShouldBe(HttpStatusCode.OK);
        return update.Wamid;
    }

    private async Task WriteAsync(Func<BalcaoDb, Feed, Task> write, TenantId? tenant = null)
    {
        await using var scope = App.Services.CreateAsyncScope();
        var work = scope.ServiceProvider.GetRequiredService<UnitOfWork>();
        await work.BeginWriteAsync(TenantScope.Of(tenant ?? LojaExemplo), Cancel);
        await write(scope.ServiceProvider.GetRequiredService<BalcaoDb>(), scope.ServiceProvider.GetRequiredService<Feed>());
        await work.CommitAsync(Cancel);
    }

    private Task IndexedAsync() => Eventually(async () => await App.ReadAsync(LojaExemplo, async db =>
        await db.FeedFollowers.Where(f => f.Name == SearchIndexer.Follower).Select(f => f.Sequence).SingleOrDefaultAsync(Cancel)
            == await db.NewestFeedNumberAsync(LojaExemplo, Cancel)), "the words are indexed");

    /// <summary>An id as the engine keeps it, for plain SQL.</summary>
    private static object Stored(Guid id) => TestDatabase.IsPostgres ? id : id.ToByteArray(bigEndian: true);
}
