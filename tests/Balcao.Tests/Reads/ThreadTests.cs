using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Reads;

public sealed class ThreadTests(BalcaoApp app) : HttpTests(app)
{
    private static readonly Customer Lucia = DonaLucia with { WaId = "5511960000001" };

    [Fact]
    public async Task A_thread_is_read_backwards_page_by_page_without_a_gap_while_it_grows()
    {
        var chat = await App.ChatWaiting(Lucia, "mensagem 0");
        for (var i = 1; i < 7; i++) await AddAsync(chat, $"mensagem {i}", i / 2); // pairs of the same second

        var texts = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await As(Ana).Api.ListMessagesAsync(chat.Conversation, cursor, 3, Cancel);
            texts.AddRange(page.Items.Select(m => m.Text));
            cursor = page.Next;
            await AddAsync(chat, "chegou enquanto se lia", 100);
        }
        while (cursor is not null);

        Assert.Equal(["mensagem 6", "mensagem 5", "mensagem 4", "mensagem 3", "mensagem 2", "mensagem 1", "mensagem 0"], texts);
    }

    [Fact]
    public async Task A_message_contains_its_author_quote_file_location_contacts_reactions_and_failure()
    {
        var chat = await App.ChatServedBy(Ana, Lucia with { WaId = "5511960000002" });
        var longText = new string('á', 300);
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.Messages.Where(m => m.Id == chat.Message).ExecuteUpdateAsync(set => set.SetProperty(m => m.Text, longText)));
        var (now, id, failed) = (App.Time.GetUtcNow(), MessageId.New(App.Time.GetUtcNow()), MessageId.New(App.Time.GetUtcNow()));
        await App.WriteAsync(LojaExemplo, db =>
        {
            db.Add(new Message
            {
                TenantId = LojaExemplo, Id = id, ConversationId = chat.Conversation, ChannelId = Balcao500.Id, ChatId = chat.Id,
                Direction = MessageDirection.Outbound, Kind = MessageKind.Document, At = now, StoredAt = now, Text = "Segue a nota", AuthorId = Ana.Id,
                Wamid = "wamid.doc", ClientKey = "chave", QuotedWamid = "wamid.quoted", QuotedId = chat.Message,
                Content = new MessageContent
                {
                    Location = new LocationItem(-23.5, -46.6, "Loja", "Rua A"), ReplyPayload = "opcao-1",
                    Contacts = [new SharedContact("Zé", ["+5511988887777"], [], null)],
                }.ToJson(),
            });
            db.Add(new MessageMedia { TenantId = LojaExemplo, MessageId = id, State = MediaState.Stored, MimeType = "application/pdf", FileName = "nota.pdf", Size = 1234 });
            db.Add(new MessageReaction { TenantId = LojaExemplo, MessageId = id, IsOurs = true, Emoji = "👍", At = now, AgentId = Bruno.Id });
            db.Add(new MessageReaction { TenantId = LojaExemplo, MessageId = id, IsOurs = false, Emoji = "❤️", At = now });
            db.Add(new MessageReaction { TenantId = LojaExemplo, MessageId = chat.Message, IsOurs = false, Emoji = "", At = now });
            var message = new Message
            {
                TenantId = LojaExemplo, Id = failed, ConversationId = chat.Conversation, ChannelId = Balcao500.Id, ChatId = chat.Id,
                Direction = MessageDirection.Outbound, Kind = MessageKind.Text, At = now, StoredAt = now, Text = "Oi", AuthorId = Ana.Id, QuotedWamid = "wamid.older",
            };
            message.Fail("storage.unavailable", 131000, now);
            db.Add(message);
        });

        var messages = (await As(Bruno).Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items;
        var document = messages.Single(m => m.Id == id);
        var broken = messages.Single(m => m.Id == failed);

        Assert.Equal((new AgentName(Ana.Id, Ana.Name), "wamid.doc", "chave", "opcao-1"), (document.Author, document.Wamid, document.ClientKey, document.ReplyPayload));
        Assert.Equal(new QuotedMessage(chat.Message, MessageDirection.Inbound, MessageKind.Text, new string('á', 200)), document.Quote);
        Assert.Equal(new MediaItem(MediaState.Stored, $"/api/messages/{id}/media", "application/pdf", "nota.pdf", 1234, false), document.Media);
        Assert.Equal(new LocationItem(-23.5, -46.6, "Loja", "Rua A"), document.Location);
        Assert.Equal(("Zé", "+5511988887777"), (document.Contacts[0].Name, document.Contacts[0].Phones[0]));
        Assert.Equal([new ReactionItem("❤️", null), new ReactionItem("👍", new AgentName(Bruno.Id, Bruno.Name))], document.Reactions);
        Assert.Empty(messages.Single(m => m.Id == chat.Message).Reactions);
        Assert.Equal(("storage.unavailable", 131000), (broken.Failure!.Code, broken.Failure.WhatsAppCode));
        Assert.StartsWith("O banco de dados", broken.Failure.Reason, StringComparison.Ordinal);
        Assert.Equal(new QuotedMessage(null, null, null, null), broken.Quote);
    }

    [Fact]
    public async Task Any_number_of_messages_is_loaded_in_two_queries_and_so_are_chats()
    {
        var chat = await App.ChatWaiting(Lucia with { WaId = "5511960000003" });
        var other = await App.ChatWaiting(Lucia with { WaId = "5511960000004" });
        for (var i = 1; i < 20; i++) await AddAsync(chat, "mais uma", i);
        var ids = (await As(Ana).Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items.Select(m => m.Id).ToList();

        Assert.Equal(20, ids.Count);
        Assert.Equal(2, await CountAsync(async db => await MessageItems.LoadAsync(db, ids, Cancel)));
        Assert.Equal(2, await CountAsync(async db => await MessageItems.LoadAsync(db, [ids[0]], Cancel)));
        Assert.Equal(2, await CountAsync(async db => await Balcao.Chats.ChatItems.LoadAsync(db, [chat.Id, other.Id], Cancel)));
        Assert.Equal(0, await CountAsync(async db => await MessageItems.LoadAsync(db, [], Cancel)));

        async Task<int> CountAsync(Func<BalcaoDb, Task> load) => (await Queries.OfAsync(() => App.ReadAsync(LojaExemplo, async db =>
        {
            await load(db);
            return 0;
        }))).Count;
    }

    [Fact]
    public async Task A_message_is_found_by_WhatsApp_s_id()
    {
        var at = App.Time.GetUtcNow();
        var update = Webhooks.Text(Lucia with { WaId = "5511960000006" }, "procure por mim", at);
        await App.PostWebhook(Webhooks.From(Balcao500, update));

        var place = await As(Ana).Api.FindMessageAsync(update.Wamid, Cancel);

        Assert.Equal(("procure por mim", update.Wamid, "+5511960000006"), (place.Message.Text, place.Message.Wamid, place.Contact.Phone));
        Assert.Equal((place.ConversationId, Balcao500.Id), (place.Message.ConversationId, place.Number.Id));
        Assert.Equal("resource.notFound", (await As(Ana).Api.FindMessageAsync("wamid.none", Cancel).Refused()).Code);
    }

    [Fact]
    public async Task Only_visible_contacts_are_listed_newest_first()
    {
        var first = await App.ChatWaiting(new Customer("Primeiro Contato", "5511960000007"));
        App.Time.Advance(TimeSpan.FromSeconds(1));
        var second = await App.ChatWaiting(new Customer("Segundo Contato", "5511960000008"));
        var foreign = await App.ChatWaiting(NumeroDaOutra, GrupoDaOutra, new Customer("De Outra Empresa", "5511960000009"));

        var seen = new List<ContactId>();
        string? cursor = null;
        do
        {
            var page = await As(Ana).Api.ListContactsAsync(cursor: cursor, ct: Cancel);
            seen.AddRange(page.Items.Select(c => c.Id));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal([second.Contact, first.Contact], seen.Where(id => id == first.Contact || id == second.Contact));
        Assert.DoesNotContain(foreign.Contact, seen);
        Assert.DoesNotContain((await As(Davi).Api.ListContactsAsync(ct: Cancel)).Items, c => c.Id == first.Contact || c.Id == foreign.Contact);

        var card = await As(Ana).Api.GetContactAsync(first.Contact, Cancel);
        Assert.Equal(("Primeiro Contato", "+5511960000007"), (card.Name, card.Phone));
        Assert.Equal([IdentityKind.Phone], card.Identities.Select(i => i.Kind));
        Assert.Equal([first.Conversation], card.Conversations.Select(c => c.Id));
    }

    [Fact, Rule("A6")]
    public async Task When_a_chat_is_closed_its_transcript_is_in_the_ticket()
    {
        var chat = await App.ChatServedBy(Ana, Lucia with { WaId = "5511960000010" }, "Comprei errado");
        App.Time.Advance(TimeSpan.FromSeconds(1));
        await As(Ana).Api.AddNoteAsync(chat.Id, new AddNoteRequest { ClientKey = "nota-1", Text = "Trocar por outro" }, Cancel);
        App.Time.Advance(TimeSpan.FromSeconds(1));
        await As(Ana).Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = true }, Cancel);

        var ticket = await As(Ana).Api.GetTicketAsync(chat.Ticket, Cancel);

        Assert.Equal((TicketStatus.Resolved, "Comprei errado", chat.Contact), (ticket.Status, ticket.Subject, ticket.Contact.Id));
        var transcript = Assert.Single((await As(Ana).Api.ListTicketActionsAsync(chat.Ticket, ct: Cancel)).Items, a => a.Kind is TicketActionKind.Transcript);
        Assert.Equal((chat.Id, new AgentName(Ana.Id, Ana.Name)), (transcript.ChatId!.Value, transcript.Author!));
        Assert.Equal(["Comprei errado", "Trocar por outro"], (await As(Ana).Api.GetTranscriptAsync(chat.Ticket, chat.Id, ct: Cancel)).Items.Select(m => m.Text));
    }

    private Task AddAsync(PlacedChat chat, string text, int seconds)
    {
        // Each message has its own millisecond.
        App.Time.Advance(TimeSpan.FromMilliseconds(1));
        var at = Cast.Opening.AddHours(1).AddSeconds(seconds);
        return App.WriteAsync(LojaExemplo, db => db.Add(new Message
        {
            TenantId = LojaExemplo, Id = MessageId.New(App.Time.GetUtcNow()), ConversationId = chat.Conversation, ChannelId = Balcao500.Id, ChatId = chat.Id,
            Direction = MessageDirection.Inbound, Kind = MessageKind.Text, At = at, StoredAt = at, Text = text,
        }));
    }
}
