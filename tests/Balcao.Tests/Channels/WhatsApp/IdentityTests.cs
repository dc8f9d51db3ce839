using System.Text.Json.Nodes;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Balcao.Tickets;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>
/// A customer's identity: two spellings of a phone, user ids without a phone, one person with two identities, one phone of
/// two persons.
/// </summary>
public sealed class IdentityTests(BalcaoApp app) : InboundTests(app)
{
    private static Webhooks.Update ById(Customer customer, string userId, string text, DateTimeOffset at) =>
        Webhooks.Text(customer, text, at).WithUserId(userId, hidesPhone: true);

    private static Webhooks.Update Notice(Customer from, DateTimeOffset at, JsonObject system)
    {
        var update = Webhooks.Message(from, at, null, "system", system);
        return update with { Contact = null }; // system messages come without contacts
    }

    private static JsonObject ChangedNumber(string to, string type = "user_changed_number", string member = "wa_id") =>
        new() { ["body"] = "User changed number", ["type"] = type, [member] = to };

    [Theory, KnownFailure(5)]
    [InlineData("5531987650001", "553187650001")] // Brazil's ninth digit
    [InlineData("5215512340001", "525512340001")] // Mexico's 1
    [InlineData("5491123450001", "541123450001")] // Argentina's 9
    public async Task Two_spellings_of_a_phone_are_one_contact_and_the_answer_goes_to_the_most_recent_one(string one, string other)
    {
        var (first, second) = (Webhooks.Text(new Customer("Rosa", one), "assim", Now), Webhooks.Text(new Customer("Rosa", other), "e assim", Now.AddMinutes(1)));
        await ReceiveAsync(first);
        await ReceiveAsync(second);
        await ReceiveAsync(Webhooks.Text(new Customer("Rosa", one), "chegou tarde", Now.AddSeconds(5)));

        var (a, b) = (await PlaceOf(first), await PlaceOf(second));
        Assert.Equal((a.Contact.Id, a.ConversationId), (b.Contact.Id, b.ConversationId));
        Assert.Equal("+" + other, b.Contact.Phone);
        Assert.Equal(other, (await SentAfter(b)).GetProperty("to").GetString()!.TrimStart('+'));
    }

    [Fact, KnownFailure(22)]
    public async Task A_customer_without_a_phone_is_answered_by_user_id()
    {
        var (customer, id) = (NewCustomer("Júlia"), NewUserId());
        var message = ById(customer, id, "Só pelo usuário", Now);
        await ReceiveAsync(message);
        var sent = await SentAfter(await PlaceOf(message));
        Assert.Equal(id, sent.GetProperty("recipient").GetString());
        Assert.False(sent.TryGetProperty("to", out _));
    }

    /// <summary>Ana takes the chat and answers. Returns what was sent to WhatsApp.</summary>
    private async Task<System.Text.Json.JsonElement> SentAfter(MessagePlace place)
    {
        using var ana = As(Ana);
        await ana.Api.TakeChatAsync(place.Message.ChatId!.Value, Cancel);
        var text = $"Resposta {place.Message.Id}";
        await ana.Api.SendMessageAsync(place.Message.ChatId.Value, new SendMessageRequest { ClientKey = text, Text = text }, Cancel);
        await Waiting.Eventually(() => Task.FromResult(App.Graph.Sends.Any(s => s.Text.Contains(text, StringComparison.Ordinal))), "the answer leaves");
        return App.Graph.Sends.First(s => s.Text.Contains(text, StringComparison.Ordinal)).Json;
    }

    [Fact, KnownFailure(22)]
    public async Task A_payload_with_both_identities_merges_two_contacts()
    {
        var (customer, id) = (NewCustomer("Lia"), NewUserId());
        var (byPhone, byId) = (Webhooks.Text(customer, "pelo telefone", Now), ById(customer, id, "pelo usuário", Now.AddSeconds(10)));
        await ReceiveAsync(byPhone);
        await ReceiveAsync(byId);
        var (older, newer) = (await PlaceOf(byPhone), await PlaceOf(byId));
        Assert.NotEqual(older.Contact.Id, newer.Contact.Id);
        using var ana = As(Ana);
        await ana.Api.TakeChatAsync(newer.Message.ChatId!.Value, Cancel);
        await ana.Api.SendMessageAsync(newer.Message.ChatId.Value, new SendMessageRequest { ClientKey = $"k-{id}", Text = "Olá, Lia" }, Cancel);
        var asOf = (await ana.Api.ListChatsAsync(ct: Cancel)).AsOf;

        var both = Webhooks.Text(customer, "os dois", Now.AddSeconds(20)).WithUserId(id, "lia.m");
        await ReceiveAsync(both);

        var merged = await PlaceOf(both, Ana);
        Assert.Equal((older.Contact.Id, older.ConversationId), (merged.Contact.Id, merged.ConversationId));
        Assert.Equal(["pelo telefone", "pelo usuário", "os dois"], (await ThreadOf(merged.ConversationId)).Where(m => m.Direction is MessageDirection.Inbound).Select(m => m.Text));
        Assert.Equal("Olá, Lia", (await ThreadOf(merged.ConversationId)).Single(m => m.Direction is MessageDirection.Outbound).Text);

        // The chat that Ana serves remains open; the waiting one is closed, with its transcript in its ticket.
        var chats = (await ViewOf(merged.ConversationId)).Chats;
        Assert.Equal(2, chats.Count);
        Assert.Equal(newer.Message.ChatId, Assert.Single(chats, c => c.Status is not ChatStatus.Closed).Id);
        Assert.Equal(newer.Message.ChatId, merged.Message.ChatId);
        var ended = Assert.Single(chats, c => c.Status is ChatStatus.Closed);
        Assert.Equal(older.Message.ChatId, ended.Id);
        Assert.Equal(["pelo telefone"], (await ana.Api.GetTranscriptAsync(ended.Ticket.Id, ended.Id, ct: Cancel)).Items.Select(m => m.Text));

        Assert.Equal([(IdentityKind.Phone, customer.WaId), (IdentityKind.UserId, id)], (await CardOf(merged.Contact.Id)).Identities.Select(i => (i.Kind, i.Value)).Order());
        using var clara = As(Clara);
        Assert.Equal(404, (await clara.Api.GetContactAsync(newer.Contact.Id, Cancel).Refused()).Status);
        Assert.Equal(404, (await clara.Api.GetConversationAsync(newer.ConversationId, Cancel).Refused()).Status);

        // Screens receive the new conversation of each record.
        var changes = await ana.Api.GetChangesAsync(asOf, Cancel);
        Assert.All(changes.Chats.Where(c => chats.Any(m => m.Id == c.Id)), c => Assert.Equal(merged.ConversationId, c.ConversationId));
        Assert.Equal(2, changes.Chats.Count(c => chats.Any(m => m.Id == c.Id)));
        Assert.Contains(changes.Messages, m => m.Id == newer.Message.Id && m.ConversationId == merged.ConversationId);

        // Search finds the remaining contact by either identity.
        await App.Services.GetRequiredService<SearchIndexer>().CatchUpAsync(Cancel);
        Assert.Equal(merged.Contact.Id, Assert.Single((await clara.Api.ListContactsAsync(customer.WaId[^8..], ct: Cancel)).Items).Id);
        Assert.Equal(merged.Contact.Id, Assert.Single((await clara.Api.ListContactsAsync("lia.m", ct: Cancel)).Items).Id);
    }

    [Fact]
    public async Task Merging_moves_tickets_audiences_consent_and_the_outbox_and_affects_only_its_tenant()
    {
        var (customer, id) = (NewCustomer("Nina"), NewUserId());
        await ReceiveAsync(NumeroDaOutra, ById(customer, id, "na outra empresa", Now));
        await ReceiveAsync(Webhooks.Text(customer, "telefone", Now));
        var byId = ById(customer, id, "usuário", Now.AddSeconds(1));
        await ReceiveAsync(byId);
        await PostFieldAsync("user_preferences", $$"""{"user_preferences":[{"user_id":"{{id}}","category":"marketing_messages","value":"stop","timestamp":{{Seconds(Now)}}}]}""");
        var goes = await PlaceOf(byId);
        await App.WriteAsync(LojaExemplo, db =>
        {
            db.Add(new OutboxItem
            {
                TenantId = LojaExemplo, Id = Uuid7.New(Now), ChannelId = Balcao500.Id, ConversationId = goes.ConversationId, Kind = OutboxKind.ReadReceipt,
                MessageId = goes.Message.Id, DueAt = Now.AddDays(1),
            });
            db.Add(new ContactAudience { TenantId = LojaExemplo, ContactId = goes.Contact.Id, GroupId = Financeiro });
        });

        var both = Webhooks.Text(customer, "os dois", Now.AddSeconds(2)).WithUserId(id);
        await ReceiveAsync(both);

        var merged = await PlaceOf(both, Davi); // of Financeiro, who could see only the newer contact
        await App.ReadAsync(LojaExemplo, async db =>
        {
            Assert.Equal(2, await db.Tickets.CountAsync(t => t.ContactId == merged.Contact.Id && t.ConversationId == merged.ConversationId));
            Assert.Equal(merged.ConversationId, (await db.Outbox.SingleAsync(o => o.MessageId == goes.Message.Id)).ConversationId);
            Assert.Equal(2, await db.ContactAudiences.CountAsync(a => a.ContactId == merged.Contact.Id));
            Assert.False(await db.ContactAudiences.AnyAsync(a => a.ContactId == goes.Contact.Id));
            return true;
        });
        Assert.Equal(ConsentState.Stopped, (await CardOf(merged.Contact.Id)).Marketing?.State);
        Assert.Equal(1, await App.ReadAsync(OutraEmpresa, db => db.ContactIdentities.CountAsync(i => i.Value == id)));
        Assert.Equal(1, await App.ReadAsync(OutraEmpresa, db => db.Contacts.CountAsync(c => c.UserId == id)));
    }

    [Fact]
    public async Task Conversations_with_different_numbers_stay_separate_after_a_merge()
    {
        await using var world = new BalcaoApp();
        await world.InitializeAsync();
        using var clara = world.As(Clara);
        await clara.Api.LinkGroupAsync(Balcao501.Id, new LinkGroupRequest { GroupId = Financeiro }, Cancel);
        var (customer, id) = (NewCustomer(), NewUserId());
        var (here, there, both) = (Webhooks.Text(customer, "aqui", Now), ById(customer, id, "lá", Now), Webhooks.Text(customer, "os dois", Now.AddSeconds(1)).WithUserId(id));
        await world.PostWebhook(Webhooks.From(Balcao500, here));
        await world.PostWebhook(Webhooks.From(Balcao501, there));
        await world.PostWebhook(Webhooks.From(Balcao500, both));
        var (a, b) = (await clara.Api.FindMessageAsync(here.Wamid, Cancel), await clara.Api.FindMessageAsync(there.Wamid, Cancel));
        Assert.Equal(a.Contact.Id, b.Contact.Id);
        Assert.NotEqual(a.ConversationId, b.ConversationId);
    }

    [Fact]
    public async Task Phone_user_id_and_both_in_one_post_are_one_contact_and_nothing_is_set_aside()
    {
        var (customer, id) = (NewCustomer(), NewUserId());
        Webhooks.Update[] said = [Webhooks.Text(customer, "1", Now), ById(customer, id, "2", Now.AddSeconds(1)), Webhooks.Text(customer, "3", Now.AddSeconds(2)).WithUserId(id)];
        await PostAsync(Webhooks.BatchFrom(Balcao500, said));
        var thread = await ThreadOf((await PlaceOf(said[2])).ConversationId);
        Assert.Equal(["1", "2", "3"], thread.Select(m => m.Text));
        Assert.False(await App.ReadAsync(TenantScope.Everyone, db => db.Journal.AnyAsync(e => e.Outcome == JournalOutcome.SetAside)));
    }

    [Fact, KnownFailure(22)]
    public async Task Concurrent_posts_with_two_identities_of_a_person_end_in_one_contact_with_every_message()
    {
        var people = Enumerable.Range(0, 8).Select(_ => (Customer: NewCustomer("Íris"), Id: NewUserId())).ToList();
        var said = people.Select(p => Enumerable.Range(0, 9).Select(i => (i % 3) switch
        {
            0 => Webhooks.Text(p.Customer, $"{i}", Now.AddSeconds(i)),
            1 => ById(p.Customer, p.Id, $"{i}", Now.AddSeconds(i)),
            _ => Webhooks.Text(p.Customer, $"{i}", Now.AddSeconds(i)).WithUserId(p.Id),
        }).ToArray()).ToList();
        await Task.WhenAll(said.SelectMany(s => s).Select(update => ReceiveAsync(update)));
        foreach (var messages in said)
        {
            var thread = await ThreadOf((await PlaceOf(messages[8])).ConversationId);
            Assert.Equal(Enumerable.Range(0, 9).Select(i => $"{i}"), thread.Select(m => m.Text));
        }
        Assert.False(await App.ReadAsync(TenantScope.Everyone, db => db.Journal.AnyAsync(e => e.Outcome == JournalOutcome.SetAside)));
    }

    [Fact, KnownFailure(22)]
    public async Task The_user_id_distinguishes_two_persons_with_the_same_phone()
    {
        var (phone, first, second) = (NewPhone(), NewUserId(), NewUserId());
        var before = Webhooks.Text(new Customer("A primeira", phone), "meu telefone", Now).WithUserId(first);
        var elsewhere = Webhooks.Text(new Customer("A segunda", NewPhone()), "outro telefone", Now).WithUserId(second);
        await ReceiveAsync(before, elsewhere);
        var now = Webhooks.Text(new Customer("A segunda", phone), "agora é meu", Now.AddMinutes(1)).WithUserId(second);
        await ReceiveAsync(now);
        Assert.Equal((await PlaceOf(elsewhere)).Contact.Id, (await PlaceOf(now)).Contact.Id);
        Assert.Equal(("A primeira", null), ((await PlaceOf(before)).Contact.Name, (await PlaceOf(before)).Contact.Phone));
    }

    [Theory, Rule("C7")]
    [InlineData("user_changed_number", "wa_id")]
    [InlineData("customer_changed_number", "new_wa_id")]
    public async Task After_a_changed_number_the_customer_keeps_the_conversation_and_the_old_phone_gets_a_new_contact(string type, string member)
    {
        var (customer, to) = (NewCustomer("Vera"), NewPhone());
        var before = Webhooks.Text(customer, "antes", Now);
        await ReceiveAsync(before);
        var notice = Notice(customer, Now.AddMinutes(1), ChangedNumber(to, type, member));
        await ReceiveAsync(notice);
        await ReceiveAsync(notice);
        var (mine, next) = (Webhooks.Text(new Customer("Vera", to), "do número novo", Now.AddMinutes(2)), Webhooks.Text(new Customer("Outra pessoa", customer.WaId), "número reciclado", Now.AddMinutes(3)));
        await ReceiveAsync(mine);
        await ReceiveAsync(next);
        await ReceiveAsync(notice); // repeated, after the phone has a new owner

        var place = await PlaceOf(before);
        Assert.Equal((place.Contact.Id, place.ConversationId), ((await PlaceOf(mine)).Contact.Id, (await PlaceOf(mine)).ConversationId));
        Assert.NotEqual(place.Contact.Id, (await PlaceOf(next)).Contact.Id);
        Assert.Equal(("+" + to, "+" + customer.WaId), ((await PlaceOf(mine)).Contact.Phone, (await PlaceOf(next)).Contact.Phone));

        var line = Assert.Single(await ThreadOf(place.ConversationId), m => m.Kind is MessageKind.System);
        Assert.Equal((MessageDirection.Internal, new NoticeItem(NoticeKind.NumberChanged, PhoneText.Of(customer.WaId), PhoneText.Of(to))), (line.Direction, line.Notice));
        Assert.Equal(0, await ChargesOf(line.Id));
        Assert.Equal(2, (await ViewOf(place.ConversationId)).Conversation.Unread); // the notice does not count as unread
    }

    [Fact]
    public async Task A_contact_that_already_has_the_new_number_is_merged()
    {
        var (customer, to) = (NewCustomer("Vera"), NewPhone());
        var (before, after) = (Webhooks.Text(customer, "antes", Now), Webhooks.Text(new Customer("Vera", to), "depois", Now.AddMinutes(2)));
        await ReceiveAsync(before);
        await ReceiveAsync(after); // before the notice arrives
        await ReceiveAsync(Notice(customer, Now.AddMinutes(1), ChangedNumber(to)));
        Assert.Equal((await PlaceOf(before)).Contact.Id, (await PlaceOf(after)).Contact.Id);
        Assert.Equal(["antes", null, "depois"], (await ThreadOf((await PlaceOf(before)).ConversationId)).Select(m => m.Text));
    }

    [Fact]
    public async Task A_notice_about_an_unknown_customer_changes_nothing()
    {
        var notice = Notice(NewCustomer(), Now, ChangedNumber(NewPhone()));
        await ReceiveAsync(notice);
        Assert.Equal(JournalOutcome.Kept, await OutcomeOf(notice.Wamid));
        Assert.False(await IsFiled(notice.Wamid));
    }

    [Fact]
    public async Task A_notice_opens_no_chat()
    {
        var (customer, to) = (NewCustomer(), NewPhone());
        var before = Webhooks.Text(customer, "antes", Now);
        await ReceiveAsync(before);
        using var ana = As(Ana);
        var chat = (await PlaceOf(before)).Message.ChatId!.Value;
        await ana.Api.TakeChatAsync(chat, Cancel);
        await ana.Api.CloseChatAsync(chat, new CloseChatRequest { ResolveTicket = true }, Cancel);
        await ReceiveAsync(Notice(customer, Now.AddMinutes(1), ChangedNumber(to)));
        Assert.All((await ViewOf((await PlaceOf(before)).ConversationId)).Chats, c => Assert.Equal(ChatStatus.Closed, c.Status));
    }

    [Fact]
    public async Task A_changed_user_id_keeps_the_contact_and_two_webhooks_about_it_add_one_line()
    {
        var (customer, before, after) = (NewCustomer("Bia"), NewUserId(), NewUserId());
        var first = ById(customer, before, "id antigo", Now);
        await ReceiveAsync(first);
        var notice = Notice(customer, Now.AddSeconds(5), new JsonObject { ["type"] = "user_changed_user_id", ["user_id"] = after, ["previous_user_id"] = before });
        notice.Body.Remove("from");
        notice.Body["from_user_id"] = before;
        await ReceiveAsync(notice);
        await PostFieldAsync("user_id_update", $$"""
            {"user_id_update":[{"user_id":{"previous":"{{before}}","current":"{{after}}"},"timestamp":{{Seconds(Now.AddSeconds(5))}}}]}
            """);
        var second = ById(customer, after, "id novo", Now.AddSeconds(9));
        await ReceiveAsync(second);
        Assert.Equal((await PlaceOf(first)).Contact.Id, (await PlaceOf(second)).Contact.Id);
        Assert.Equal(NoticeKind.UserIdChanged, Assert.Single(await ThreadOf((await PlaceOf(first)).ConversationId), m => m.Kind is MessageKind.System).Notice?.Kind);
        Assert.Equal(after, (await SentAfter(await PlaceOf(second))).GetProperty("recipient").GetString());
    }

    [Fact]
    public async Task The_user_id_update_field_alone_merges_the_two_contacts()
    {
        var (before, after) = (NewUserId(), NewUserId());
        var (first, second) = (ById(NewCustomer("Bia"), before, "id antigo", Now), ById(NewCustomer("Bia"), after, "id novo", Now.AddSeconds(9)));
        await ReceiveAsync(first);
        await ReceiveAsync(second);
        var change = $$"""{"user_id_update":[{"wa_id":null,"detail":"…","user_id":{"previous":"{{before}}","current":"{{after}}"},"timestamp":"{{Seconds(Now.AddSeconds(5))}}"}]}""";
        await PostFieldAsync("user_id_update", change);
        await PostFieldAsync("user_id_update", change);
        Assert.Equal((await PlaceOf(first)).ConversationId, (await PlaceOf(second)).ConversationId);
    }

    [Theory]
    [InlineData("customer_identity_changed", NoticeKind.IdentityChanged)]
    [InlineData("aviso_de_amanha", NoticeKind.Other)]
    public async Task Other_notices_are_a_line_in_the_thread(string type, NoticeKind kind)
    {
        var customer = NewCustomer();
        var before = Webhooks.Text(customer, "Oi", Now);
        await ReceiveAsync(before);
        await ReceiveAsync(Notice(customer, Now.AddSeconds(1), new JsonObject { ["type"] = type, ["body"] = "algo mudou" }));
        var line = Assert.Single(await ThreadOf((await PlaceOf(before)).ConversationId), m => m.Kind is MessageKind.System);
        Assert.Equal((kind, kind is NoticeKind.Other ? "algo mudou" : null), (line.Notice?.Kind, line.Text));
    }

    [Fact]
    public async Task A_group_message_is_kept_in_the_journal_and_not_stored_as_a_message()
    {
        var update = Webhooks.Text(NewCustomer(), "No grupo", Now);
        update.Body["group_id"] = "1203630";
        await ReceiveAsync(update);
        Assert.Equal(JournalOutcome.Kept, await OutcomeOf(update.Wamid));
        Assert.False(await IsFiled(update.Wamid));
    }
}
