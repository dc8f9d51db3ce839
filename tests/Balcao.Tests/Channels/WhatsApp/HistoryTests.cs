using System.Text.Json.Nodes;
using Balcao.ChatGroups;
using Balcao.Contacts;
using Balcao.Contract;
using Balcao.Tests.Channels.WhatsApp.Documented;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>The phone app's history: whose its threads are, and the files that follow it (Meta, history webhook, 21 May 2026).</summary>
public sealed class HistoryTests(BalcaoApp app) : InboundTests(app)
{
    private async Task PostHistoryAsync(JsonObject value, CastNumber? number = null)
    {
        value["messaging_product"] = "whatsapp";
        var whole = value.DeepClone().AsObject();
        whole["metadata"] = new JsonObject { ["display_phone_number"] = Digits(number ?? Balcao500), ["phone_number_id"] = (number ?? Balcao500).PhoneNumberId };
        Assert.Empty(DocumentedShapes.Compare("history", whole).Select(compared => compared.Fault).OfType<string>());
        await PostFieldAsync("history", value.ToJsonString(), number);
    }

    /// <summary>A message of the past: of the customer if <paramref name="from"/> is none of ours.</summary>
    private static JsonObject Past(DateTimeOffset at, string type, string? from = null, string? fromUserId = null, string? to = null, string? toUserId = null, string? wamid = null)
    {
        var message = new JsonObject { ["id"] = wamid ?? FakeGraph.NewWamid(), ["timestamp"] = Seconds(at), ["type"] = type, ["history_context"] = new JsonObject { ["status"] = "READ" } };
        if (type is "text") message["text"] = new JsonObject { ["body"] = "dito antes" };
        foreach (var (name, value) in new[] { ("from", from), ("from_user_id", fromUserId), ("to", to), ("to_user_id", toUserId) })
            if (value is not null) message[name] = value;
        return message;
    }

    private Task PostThreadAsync(string? id, JsonObject? context, params JsonObject[] messages)
    {
        var thread = new JsonObject { ["messages"] = new JsonArray([.. messages]) };
        if (id is not null) thread["id"] = id;
        if (context is not null) thread["context"] = context;
        return PostHistoryAsync(new JsonObject
        {
            ["history"] = new JsonArray(new JsonObject
            {
                ["metadata"] = new JsonObject { ["phase"] = 0, ["chunk_order"] = 1, ["progress"] = 40 }, ["threads"] = new JsonArray(thread),
            }),
        });
    }

    private static JsonObject File(string wamid, DateTimeOffset at, string? from, string? to = null, string? caption = "assim")
    {
        var message = new JsonObject { ["id"] = wamid, ["timestamp"] = Seconds(at), ["type"] = "image", ["image"] = new JsonObject { ["id"] = "1111", ["mime_type"] = "image/jpeg" } };
        if (caption is not null) message["image"]!["caption"] = caption;
        if (from is not null) message["from"] = from;
        if (to is not null) message["to"] = to;
        return message;
    }

    private Task PostFileAsync(Customer customer, JsonObject file, CastNumber? number = null) => PostHistoryAsync(new JsonObject
    {
        ["contacts"] = new JsonArray(new JsonObject { ["profile"] = new JsonObject { ["name"] = customer.Name }, ["wa_id"] = customer.WaId }),
        ["messages"] = new JsonArray(file.DeepClone()),
    }, number);

    private static string IdOf(JsonObject message) => message["id"]!.ToString();

    [Theory, Finding("F2")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_placeholder_becomes_the_picture_that_follows(bool isOurs)
    {
        var customer = NewCustomer();
        var placeholder = isOurs ? Past(Now.AddHours(-2), "media_placeholder", Digits(Balcao500), to: customer.WaId) : Past(Now.AddHours(-2), "media_placeholder", customer.WaId);
        await PostThreadAsync(customer.WaId, null, placeholder);
        var shown = (await PlaceOf(IdOf(placeholder))).Message;
        Assert.Equal((MessageKind.Unsupported, isOurs ? MessageDirection.Outbound : MessageDirection.Inbound), (shown.Kind, shown.Direction));

        var file = File(IdOf(placeholder), Now.AddHours(-2), isOurs ? Digits(Balcao500) : customer.WaId, isOurs ? customer.WaId : null);
        await PostFileAsync(customer, file);
        await PostFileAsync(customer, file);
        var place = await PlaceOf(IdOf(placeholder));
        Assert.Equal((MessageKind.Image, "assim", null, MessageSource.History), (place.Message.Kind, place.Message.Text, place.Message.RawType, place.Message.Source));
        Assert.NotNull(place.Message.Media);
        await AssertIsHistoryAsync(place, messages: 1);
    }

    [Theory, Finding("F2")]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(true, false)] // our own may name no recipient: the contact beside it is the customer
    public async Task A_picture_that_comes_before_its_placeholder_stays(bool isOurs, bool namesRecipient)
    {
        var customer = NewCustomer();
        // Known before: the picture belongs to the conversation that is there.
        await PostThreadAsync(customer.WaId, null, Past(Now.AddHours(-3), "text", customer.WaId));
        var wamid = FakeGraph.NewWamid();
        await PostFileAsync(customer, File(wamid, Now.AddHours(-2), isOurs ? Digits(Balcao500) : customer.WaId, isOurs && namesRecipient ? customer.WaId : null));
        await PostThreadAsync(customer.WaId, null, Past(Now.AddHours(-2), "media_placeholder", customer.WaId, wamid: wamid));
        var place = await PlaceOf(wamid);
        Assert.Equal((MessageKind.Image, isOurs ? MessageDirection.Outbound : MessageDirection.Inbound), (place.Message.Kind, place.Message.Direction));
        await AssertIsHistoryAsync(place, messages: 2);
    }

    [Fact, Finding("F2")]
    public async Task A_placeholder_is_filled_by_a_later_chunk_too_and_of_a_number_without_group()
    {
        var customer = NewCustomer();
        var placeholder = Past(Now.AddHours(-2), "media_placeholder", customer.WaId);
        await PostThreadAsync(customer.WaId, null, placeholder);
        var again = File(IdOf(placeholder), Now.AddHours(-2), customer.WaId);
        again["history_context"] = new JsonObject { ["status"] = "READ" };
        await PostThreadAsync(customer.WaId, null, again);
        Assert.Equal(MessageKind.Image, (await PlaceOf(IdOf(placeholder))).Message.Kind);

        var wamid = FakeGraph.NewWamid();
        await PostFileAsync(customer, File(wamid, Now.AddHours(-1), customer.WaId), Balcao501);
        Assert.True(await IsFiled(wamid));
    }

    [Fact, Finding("F3")]
    public async Task A_thread_of_a_customer_who_hides_the_phone_is_filed_under_the_user_id()
    {
        var id = NewUserId();
        var (theirs, ours) = (Past(Now.AddDays(-3), "text", fromUserId: id), Past(Now.AddDays(-2), "text", Digits(Balcao500), toUserId: id));
        await PostThreadAsync(null, new JsonObject { ["user_id"] = id, ["username"] = "theo.anon" }, theirs, ours);
        var place = await PlaceOf(IdOf(theirs));
        Assert.Equal("@theo.anon", place.Contact.Name);
        Assert.Equal([MessageDirection.Inbound, MessageDirection.Outbound], (await ThreadOf(place.ConversationId)).Select(m => m.Direction));
        await AssertIsHistoryAsync(place, messages: 2);

        var live = Webhooks.Text(NewCustomer("Theo"), "Oi de novo", Now).WithUserId(id, "theo.anon", hidesPhone: true);
        await ReceiveAsync(live);
        Assert.Equal((place.Contact.Id, place.ConversationId), ((await PlaceOf(live)).Contact.Id, (await PlaceOf(live)).ConversationId));
    }

    [Theory, Rule("A10")]
    [InlineData(true, "ninguém")]
    [InlineData(false, "fechado")]
    public async Task What_is_imported_opens_no_chat_and_causes_no_text(bool isOpen, string text)
    {
        var customer = NewCustomer();
        using var clara = As(Clara);
        await SetTextsAsync("ninguém", "fechado");
        await clara.Api.SaveServiceHoursAsync(Balcao500.Id, new ServiceHoursDocument { TimeZone = "UTC", IsAlwaysOpen = isOpen }, Cancel);
        try
        {
            var past = Past(Now.AddMinutes(-5), "text", customer.WaId);
            await PostThreadAsync(customer.WaId, null, past);
            var place = await PlaceOf(IdOf(past));
            Assert.Null(place.Message.ChatId);
            Assert.Empty(await ToldAsync(place.ConversationId));

            // Of what is said now it is told, so there was something to tell.
            await ReceiveAsync(Webhooks.Text(customer, "agora", Now));
            Assert.Equal([text], await ToldAsync(place.ConversationId));
        }
        finally
        {
            await SetTextsAsync(null, null);
            await clara.Api.SaveServiceHoursAsync(Balcao500.Id, new ServiceHoursDocument { TimeZone = "UTC", IsAlwaysOpen = true }, Cancel);
        }

        Task SetTextsAsync(string? nobodyOnline, string? outsideHours) => App.WriteAsync(LojaExemplo, async db =>
        {
            await db.ChatGroups.Where(g => g.Id == Atendimento).ExecuteUpdateAsync(set => set
                .SetProperty(g => g.NobodyOnlineText, nobodyOnline).SetProperty(g => g.OutsideHoursText, outsideHours), Cancel);
            await ChannelFacts.OfGroupChangedAsync(db, Atendimento, Cancel);
        });

        async Task<IEnumerable<string?>> ToldAsync(ConversationId conversation)
        {
            await App.Services.GetRequiredService<Balcao.Chats.Reception>().AttendAsync(LojaExemplo, Cancel);
            return (await ThreadOf(conversation)).Where(m => m.IsAutomatic).Select(m => m.Text);
        }
    }

    [Fact, Finding("F3")]
    public async Task A_thread_that_names_nobody_is_filed_under_the_customer_of_its_messages()
    {
        var (id, customer) = (NewUserId(), NewCustomer());
        var (hidden, known) = (Past(Now.AddDays(-3), "text", Digits(Balcao500), toUserId: id), Past(Now.AddDays(-3), "text", customer.WaId));
        await PostThreadAsync(null, null, hidden);
        await PostThreadAsync(null, null, known);
        var contact = (await PlaceOf(IdOf(hidden))).Contact.Id;
        Assert.Equal(id, await App.ReadAsync(LojaExemplo, db => db.Set<Contact>().Where(c => c.Id == contact).Select(c => c.UserId).SingleAsync()));
        Assert.Equal("+" + customer.WaId, (await PlaceOf(IdOf(known))).Contact.Phone);
    }

    [Fact, Finding("F4")]
    public async Task Who_has_both_in_the_history_and_then_writes_with_the_user_id_alone_is_the_same()
    {
        var (id, customer) = (NewUserId(), NewCustomer());
        var past = Past(Now.AddDays(-30), "text", customer.WaId, fromUserId: id);
        await PostThreadAsync(customer.WaId, new JsonObject { ["user_id"] = id }, past);
        var live = Webhooks.Text(customer, "Oi", Now).WithUserId(id, hidesPhone: true);
        await ReceiveAsync(live);
        var (before, now) = (await PlaceOf(IdOf(past)), await PlaceOf(live));
        Assert.Equal((before.Contact.Id, before.ConversationId), (now.Contact.Id, now.ConversationId));
    }

    [Fact, Finding("F4")]
    public async Task Two_contacts_of_whom_the_history_says_that_they_are_one_become_one()
    {
        var (id, customer) = (NewUserId(), NewCustomer("Rui"));
        var (byPhone, byUserId) = (Webhooks.Text(customer, "Pelo telefone", Now), Webhooks.Text(customer, "Sem telefone", Now.AddMinutes(1)).WithUserId(id, hidesPhone: true));
        await ReceiveAsync(byPhone);
        await ReceiveAsync(byUserId);
        Assert.NotEqual((await PlaceOf(byPhone)).Contact.Id, (await PlaceOf(byUserId)).Contact.Id);
        await PostThreadAsync(customer.WaId, new JsonObject { ["user_id"] = id }, Past(Now.AddDays(-30), "text", customer.WaId));
        Assert.Equal((await PlaceOf(byPhone)).ConversationId, (await PlaceOf(byUserId)).ConversationId);
    }

    [Fact, Finding("F4")]
    public async Task The_address_book_joins_phone_and_user_id_too()
    {
        var (id, customer) = (NewUserId(), NewCustomer());
        await PostFieldAsync("smb_app_state_sync", $$$"""
            {"state_sync":[{"type":"contact","contact":{"full_name":"Nina Agenda","first_name":"Nina","phone_number":"{{{customer.WaId}}}","user_id":"{{{id}}}"},"action":"add","metadata":{"timestamp":"{{{Seconds(Now)}}}"}}]}
            """);
        var (byUserId, byPhone) = (Webhooks.Text(customer, "Sem telefone", Now).WithUserId(id, hidesPhone: true), Webhooks.Text(customer, "Com telefone", Now.AddMinutes(1)));
        await ReceiveAsync(byUserId);
        await ReceiveAsync(byPhone);
        Assert.Equal((await PlaceOf(byUserId)).ConversationId, (await PlaceOf(byPhone)).ConversationId);
    }

    private async Task AssertIsHistoryAsync(MessagePlace place, int messages)
    {
        var view = await ViewOf(place.ConversationId);
        Assert.Empty(view.Chats);
        Assert.Equal((null, 0), (view.Conversation.WindowEndsAt, view.Conversation.Unread));
        var thread = await ThreadOf(place.ConversationId);
        Assert.Equal(messages, thread.Count);
        foreach (var message in thread) Assert.Equal(0, await ChargesOf(message.Id));
    }
}
