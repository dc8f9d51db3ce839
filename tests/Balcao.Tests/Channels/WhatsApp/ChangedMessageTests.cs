using System.Text.Json.Nodes;
using Balcao.Channels.WhatsApp.Redelivery;
using Balcao.Contract;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>A customer edits a message, or deletes it for everyone.</summary>
public sealed class ChangedMessageTests(BalcaoApp app) : InboundTests(app)
{
    [Fact, Rule("C7")]
    public async Task An_edit_changes_the_message_keeps_the_earlier_text_opens_no_chat_and_is_free()
    {
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "Quero 2 bolos", Now);
        await ReceiveAsync(first);
        var edit = Edit(customer, Now.AddMinutes(1), first.Wamid, "Quero 3 bolos");
        await ReceiveAsync(edit);
        await ReceiveAsync(Edit(customer, Now.AddMinutes(2), first.Wamid, "Quero 4 bolos"));

        var place = await PlaceOf(first, Ana);
        Assert.Equal(("Quero 4 bolos", Now.AddMinutes(2)), (place.Message.Text, place.Message.EditedAt));
        Assert.Equal([new("Quero 2 bolos", Now), new("Quero 3 bolos", Now.AddMinutes(1))], place.Message.EarlierTexts);
        Assert.False(await IsFiled(edit.Wamid));
        Assert.Equal(1, await ChargesOf(place.Message.Id));
        var view = await ViewOf(place.ConversationId);
        Assert.Equal(("Quero 4 bolos", 1), (Assert.Single(view.Chats).LastMessage?.Text, view.Conversation.Unread));
    }

    [Fact]
    public async Task Late_or_repeated_edits_never_restore_an_older_text()
    {
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "um", Now);
        var (second, third) = (Edit(customer, Now.AddSeconds(10), first.Wamid, "dois"), Edit(customer, Now.AddSeconds(20), first.Wamid, "três"));
        await ReceiveAsync(first);
        foreach (var update in (Webhooks.Update[])[third, second, third, second]) await ReceiveAsync(update);

        var message = (await PlaceOf(first)).Message;
        Assert.Equal(("três", Now.AddSeconds(20)), (message.Text, message.EditedAt));
        Assert.Equal(["um", "dois"], message.EarlierTexts.Select(e => e.Text));
    }

    [Fact]
    public async Task A_caption_is_edited_and_the_picture_stays()
    {
        var customer = NewCustomer();
        var picture = Webhooks.Image(customer, Now, caption: "antes");
        await ReceiveAsync(picture);
        await ReceiveAsync(Webhooks.Message(customer, Now.AddSeconds(5), null, "edit", new JsonObject
        {
            ["original_message_id"] = picture.Wamid,
            ["message"] = new JsonObject { ["type"] = "image", ["image"] = new JsonObject { ["id"] = "1111", ["caption"] = "depois" } },
        }));
        var message = (await PlaceOf(picture)).Message;
        Assert.Equal((MessageKind.Image, "depois"), (message.Kind, message.Text));
        Assert.NotNull(message.Media);
    }

    [Fact]
    public async Task A_deleted_message_is_marked_and_agents_can_still_read_it()
    {
        var customer = NewCustomer();
        var message = Webhooks.Text(customer, "Falei demais", Now);
        await ReceiveAsync(message);
        var revoke = Revoke(customer, Now.AddMinutes(1), message.Wamid);
        await ReceiveAsync(revoke);
        await ReceiveAsync(revoke);

        var place = await PlaceOf(message, Ana);
        Assert.Equal((Now.AddMinutes(1), "Falei demais"), (place.Message.RevokedAt, place.Message.Text));
        Assert.False(await IsFiled(revoke.Wamid));
        var chat = Assert.Single((await ViewOf(place.ConversationId)).Chats);
        Assert.True(chat.LastMessage!.IsRevoked);
        Assert.Single(await ThreadOf(place.ConversationId));
    }

    [Fact]
    public async Task A_deleted_message_can_be_neither_quoted_nor_reacted_to()
    {
        var customer = NewCustomer();
        var chat = await App.ChatServedBy(Ana, customer);
        var message = Webhooks.Text(customer, "Falei demais", Now);
        await ReceiveAsync(message);
        using var ana = As(Ana);
        var said = (await PlaceOf(message, Ana)).Message.Id;
        await ana.Api.ReactAsync(said, new ReactRequest { Emoji = "👍" }, Cancel);
        await ReceiveAsync(Revoke(customer, Now.AddMinutes(1), message.Wamid));

        var reaction = await Assert.ThrowsAsync<ProblemException>(() => ana.Api.ReactAsync(said, new ReactRequest { Emoji = "❤️" }, Cancel));
        Assert.Equal(("message.revoked", 409), (reaction.Problem.Code, reaction.Problem.Status));
        var answer = new SendMessageRequest { ClientKey = $"q-{customer.WaId}", Text = "Sem problema", ReplyTo = said };
        var quote = await Assert.ThrowsAsync<ProblemException>(() => ana.Api.SendMessageAsync(chat.Id, answer, Cancel));
        Assert.Equal("message.revoked", quote.Problem.Code);
        Assert.Equal("👍", Assert.Single((await PlaceOf(message, Ana)).Message.Reactions).Emoji);
        Assert.Null((await ana.Api.SendMessageAsync(chat.Id, answer with { ReplyTo = null }, Cancel)).Quote);
    }

    [Fact]
    public async Task A_change_of_an_unknown_message_is_shown_as_a_placeholder()
    {
        var customer = NewCustomer();
        var (edit, revoke) = (Edit(customer, Now, "wamid.de.antes", "o texto novo"), Revoke(customer, Now.AddSeconds(1), "wamid.de.antes"));
        await ReceiveAsync(edit, revoke);
        var (edited, revoked) = ((await PlaceOf(edit)).Message, (await PlaceOf(revoke)).Message);
        Assert.Equal((MessageKind.Unsupported, "edit", "o texto novo", null), (edited.Kind, edited.RawType, edited.Text, edited.ChatId));
        Assert.Equal((MessageKind.Unsupported, "revoke", null), (revoked.Kind, revoked.RawType, revoked.Text));
        Assert.NotNull(edited.Quote);
        Assert.Equal(0, await ChargesOf(edited.Id));
    }

    [Fact]
    public async Task A_change_that_arrives_before_its_message_is_applied_when_the_message_arrives()
    {
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "o primeiro", Now);
        var (edit, revoke) = (Edit(customer, Now.AddSeconds(5), first.Wamid, "o segundo"), Revoke(customer, Now.AddSeconds(9), first.Wamid));
        await ReceiveAsync(edit);
        await ReceiveAsync(revoke);
        await ReceiveAsync(first);
        await App.Services.GetRequiredService<ParkedStatuses>().RunAsync(Cancel);

        var message = (await PlaceOf(first)).Message;
        Assert.Equal(("o segundo", Now.AddSeconds(9)), (message.Text, message.RevokedAt));
        Assert.Equal(message.Id, (await PlaceOf(edit)).Message.Quote?.MessageId); // the placeholder refers to it
    }

    [Fact]
    public async Task A_message_and_its_edit_in_one_post_in_the_wrong_order_leave_no_placeholder()
    {
        var customer = NewCustomer();
        var first = Webhooks.Text(customer, "antes", Now);
        var edit = Edit(customer, Now.AddSeconds(5), first.Wamid, "depois");
        await ReceiveAsync(edit, first);
        Assert.Equal("depois", (await PlaceOf(first)).Message.Text);
        Assert.False(await IsFiled(edit.Wamid));
    }

    [Fact]
    public async Task A_customer_cannot_change_a_message_of_another_conversation()
    {
        var (customer, stranger) = (NewCustomer(), NewCustomer());
        var message = Webhooks.Text(customer, "é meu", Now);
        await ReceiveAsync(message);
        var (edit, revoke) = (Edit(stranger, Now, message.Wamid, "agora é meu"), Revoke(stranger, Now, message.Wamid));
        await ReceiveAsync(edit, revoke);

        var untouched = (await PlaceOf(message)).Message;
        Assert.Equal(("é meu", null, null), (untouched.Text, untouched.EditedAt, untouched.RevokedAt));
        var placeholder = await PlaceOf(edit);
        Assert.NotEqual((await PlaceOf(message)).ConversationId, placeholder.ConversationId);
        Assert.Null(placeholder.Message.Quote?.MessageId);
    }
}
