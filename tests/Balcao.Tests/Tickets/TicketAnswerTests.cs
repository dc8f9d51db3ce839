using System.Net;
using System.Text;
using Balcao.ChatGroups;
using Balcao.Chats;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Balcao.Tests.Tickets;

/// <summary>Answering the customer from a ticket, and starting a chat on it.</summary>
public sealed class TicketAnswerTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    private static Customer NewCustomer() => new("Cliente", $"55119420{Interlocked.Increment(ref _customers):00000}");

    /// <summary>Without an open chat, with the window open.</summary>
    private async Task<PlacedChat> TicketAsync(bool isResolved = false)
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        await As(Ana).Api.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = isResolved }, Cancel);
        return chat;
    }

    private Task<int> OpenChatsOf(PlacedChat chat) =>
        App.ReadAsync(LojaExemplo, db => db.Chats.CountAsync(c => c.ConversationId == chat.Conversation && c.Status != ChatStatus.Closed, Cancel));

    [Fact, Rule("A8")]
    public async Task An_answer_goes_through_the_conversation_is_public_and_opens_no_chat()
    {
        var chat = await TicketAsync();
        var bruno = As(Bruno).Api;
        var request = new AnswerTicketRequest { ClientKey = "resposta-1", Text = "A peça chegou" };
        var first = await bruno.AnswerTicketAsync(chat.Ticket, request, Cancel);
        var again = await bruno.AnswerTicketAsync(chat.Ticket, request, Cancel);

        Assert.Equal((first.Id, "A peça chegou", MessageDirection.Outbound, null), (again.Id, first.Text, first.Direction, first.ChatId));
        Assert.Equal(0, await OpenChatsOf(chat));
        var action = Assert.Single((await bruno.ListTicketActionsAsync(chat.Ticket, ct: Cancel)).Items, a => a.Kind is TicketActionKind.Answer);
        Assert.Equal((true, Bruno.Name, first.Id), (action.IsPublic, action.Author?.Name, action.Message?.Id));
        Assert.Contains((await bruno.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items, m => m.Id == first.Id);
    }

    [Fact, Rule("A10")]
    public async Task An_agent_cannot_take_the_key_of_an_automatic_text()
    {
        var (ticket, served) = (await TicketAsync(), await App.ChatServedBy(Ana, NewCustomer()));
        var ana = As(Ana).Api;
        var macro = await As(Clara).Api.CreateMacroAsync(new() { Name = "Chave", Text = "Olá", Actions = [] }, Cancel);
        var key = $"auto:end:{served.Id}";

        Task[] tried =
        [
            ana.AnswerTicketAsync(ticket.Ticket, new() { ClientKey = key, Text = "a" }, Cancel),
            ana.SendMessageAsync(served.Id, new() { ClientKey = key, Text = "a" }, Cancel),
            ana.AddNoteAsync(served.Id, new() { ClientKey = key, Text = "a" }, Cancel),
            ana.ApplyMacroAsync(served.Id, new() { MacroId = macro.Id, ClientKey = key }, Cancel),
        ];

        foreach (var one in tried) Assert.Equal("clientKey", (await Assert.ThrowsAsync<ProblemException>(() => one)).Problem.Field);
    }

    [Fact, Rule("A8")]
    public async Task Two_answers_with_one_key_at_the_same_moment_are_one_message()
    {
        var chat = await TicketAsync();
        var request = new AnswerTicketRequest { ClientKey = "duas-vezes", Text = "A peça chegou" };

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => As(Bruno).Api.AnswerTicketAsync(chat.Ticket, request, Cancel)));

        Assert.Single(answers.Select(a => a.Id).Distinct());
        Assert.Single((await As(Bruno).Api.ListTicketActionsAsync(chat.Ticket, ct: Cancel)).Items, a => a.Kind is TicketActionKind.Answer);
    }

    [Fact, Rule("A10")]
    public async Task A_chat_started_from_a_ticket_begins_with_the_group_s_text()
    {
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.ChatGroups.Where(g => g.Id == Atendimento)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.StartText, "Aqui é {agent.name}"), Cancel));
        var chat = await TicketAsync();
        var started = await As(Bruno).Api.StartChatAsync(chat.Ticket, Cancel);
        await App.WriteAsync(TenantScope.Of(LojaExemplo), db => db.ChatGroups.Where(g => g.Id == Atendimento)
            .ExecuteUpdateAsync(set => set.SetProperty(g => g.StartText, (string?)null), Cancel));

        Assert.Contains((await As(Bruno).Api.ListMessagesAsync(chat.Conversation, ct: Cancel)).Items,
            m => m.Text == $"Aqui é {Bruno.Name}" && m.ChatId == started.Id && m.Source is MessageSource.Automatic);
    }

    [Fact, Rule("A8")]
    public async Task Outside_the_window_neither_an_answer_nor_a_chat_is_possible()
    {
        var chat = await TicketAsync();
        App.LetPass(TimeSpan.FromHours(24));
        var ana = As(Ana).Api;

        Assert.Equal("window.closed", (await ana.AnswerTicketAsync(chat.Ticket, new() { ClientKey = "k", Text = "Oi" }, Cancel).Refused()).Code);
        Assert.Equal("window.closed", (await ana.StartChatAsync(chat.Ticket, Cancel).Refused()).Code);
        Assert.Equal(0, await OpenChatsOf(chat));
    }

    [Fact, Rule("A8")]
    public async Task While_another_agent_serves_the_conversation_an_answer_is_refused()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());

        Assert.Equal("chat.heldByAnother", (await As(Bruno).Api.AnswerTicketAsync(chat.Ticket, new() { ClientKey = "k", Text = "Oi" }, Cancel).Refused()).Code);

        // The agent who serves it answers in the chat.
        var answer = await As(Ana).Api.AnswerTicketAsync(chat.Ticket, new() { ClientKey = "k", Text = "Oi" }, Cancel);
        Assert.Equal(chat.Id, answer.ChatId);
    }

    [Fact]
    public async Task A_closed_ticket_is_not_answered_and_starts_no_chat()
    {
        var chat = await TicketAsync();
        var ana = As(Ana).Api;
        var ticket = await ana.GetTicketAsync(chat.Ticket, Cancel);
        await ana.ChangeTicketStatusAsync(chat.Ticket, new() { Version = ticket.Version, Status = TicketStatus.Closed }, Cancel);

        Assert.Equal("ticket.final", (await ana.AnswerTicketAsync(chat.Ticket, new() { ClientKey = "k", Text = "Oi" }, Cancel).Refused()).Code);
        Assert.Equal("ticket.final", (await ana.StartChatAsync(chat.Ticket, Cancel).Refused()).Code);
        await ana.AddTicketNoteAsync(chat.Ticket, new() { Id = TicketActionId.New(App.Time.GetUtcNow()), Text = "Ligou depois" }, Cancel);
    }

    [Theory, Rule("A6")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_chat_started_from_a_ticket_is_in_service_on_the_same_ticket(bool isResolved)
    {
        var chat = await TicketAsync(isResolved);
        var bruno = As(Bruno).Api;

        var started = await bruno.StartChatAsync(chat.Ticket, Cancel);

        Assert.Equal((ChatStatus.InService, Bruno.Name, chat.Ticket, TicketStatus.InAttendance, Atendimento),
            (started.Status, started.Agent?.Name, started.Ticket.Id, started.Ticket.Status, started.Group.Id));
        Assert.Equal("chat.alreadyOpen", (await As(Ana).Api.StartChatAsync(chat.Ticket, Cancel).Refused()).Code);
        Assert.Equal(1, await OpenChatsOf(chat));
        var sent = await bruno.SendMessageAsync(started.Id, new() { ClientKey = $"pronto-{isResolved}", Text = "Pronto!" }, Cancel);
        Assert.Equal(started.Id, sent.ChatId);
    }

    [Fact, Rule("A2")]
    public async Task Of_agents_who_start_a_chat_at_one_moment_exactly_one_has_it()
    {
        var chat = await TicketAsync();

        var codes = await Task.WhenAll(((Member[])[Ana, Bruno, Clara, Ana, Bruno, Clara]).Select(async who =>
        {
            try
            {
                await As(who).Api.StartChatAsync(chat.Ticket, Cancel);
                return "started";
            }
            catch (ProblemException refused)
            {
                return refused.Problem.Code;
            }
        }));

        Assert.Single(codes, "started");
        Assert.All(codes.Where(code => code != "started"), code => Assert.Contains(code, (string[])["chat.alreadyOpen", "request.changedMeanwhile"]));
        Assert.Equal(1, await OpenChatsOf(chat));
    }

    [Fact, Rule("A9")]
    public async Task A_chat_of_another_group_s_ticket_is_not_started()
    {
        var chat = await TicketAsync();
        var ana = As(Ana).Api;
        var ticket = await ana.GetTicketAsync(chat.Ticket, Cancel);
        await ana.MoveTicketAsync(chat.Ticket, new() { Version = ticket.Version, GroupId = Financeiro }, Cancel);

        Assert.Equal("ticket.ofAnotherGroup", (await ana.StartChatAsync(chat.Ticket, Cancel).Refused()).Code);

        Assert.Equal(0, await OpenChatsOf(chat));
        Assert.Equal(Financeiro, (await As(Davi).Api.StartChatAsync(chat.Ticket, Cancel)).Group.Id);
    }

    private Task<UploadItem> UploadAsync(Member who, string text) =>
        As(who).Api.UploadAsync(new MemoryStream(Encoding.UTF8.GetBytes($"%PDF-1.7 {text}")), "nota.pdf", "application/pdf", ct: Cancel);

    [Fact]
    public async Task A_note_has_a_file_that_those_who_see_the_ticket_read()
    {
        var chat = await TicketAsync();
        var ana = As(Ana).Api;
        var note = new AddTicketNoteRequest { Id = TicketActionId.New(App.Time.GetUtcNow()), UploadId = (await UploadAsync(Ana, "nota")).Id };
        await ana.AddTicketNoteAsync(chat.Ticket, note, Cancel);
        // The same again, for instance after a lost answer: the upload is used already.
        await ana.AddTicketNoteAsync(chat.Ticket, note, Cancel);

        var stored = Assert.Single((await As(Bruno).Api.ListTicketActionsAsync(chat.Ticket, ct: Cancel)).Items, a => a.Kind is TicketActionKind.Note);
        Assert.Equal((null, "nota.pdf", "application/pdf"), (stored.Text, stored.File?.FileName, stored.File?.MimeType));
        Assert.Equal("%PDF-1.7 nota", await As(Bruno).GetStringAsync(stored.File!.Url, Cancel));
        foreach (var stranger in (Member[])[Davi, Renata]) Assert.Equal(HttpStatusCode.NotFound, (await As(stranger).GetAsync(stored.File.Url, Cancel)).StatusCode);

        // Another's upload, one that is used, one that never was; and a note of nothing.
        foreach (var wrong in (UploadId[])[(await UploadAsync(Bruno, "de Bruno")).Id, note.UploadId.Value, UploadId.New(App.Time.GetUtcNow())])
            Assert.Equal("media.uploadNotFound", (await ana.AddTicketNoteAsync(chat.Ticket, new() { Id = TicketActionId.New(App.Time.GetUtcNow()), UploadId = wrong }, Cancel).Refused()).Code);
        Assert.Equal("input.required", (await ana.AddTicketNoteAsync(chat.Ticket, new() { Id = TicketActionId.New(App.Time.GetUtcNow()) }, Cancel).Refused()).Code);
    }

    [Fact]
    public async Task The_sweep_of_uploads_keeps_the_file_of_a_note()
    {
        var chat = await TicketAsync();
        var note = new AddTicketNoteRequest { Id = TicketActionId.New(App.Time.GetUtcNow()), Text = "Comprovante", UploadId = (await UploadAsync(Ana, "comprovante")).Id };
        await As(Ana).Api.AddTicketNoteAsync(chat.Ticket, note, Cancel);
        await UploadAsync(Ana, "comprovante");
        App.LetPass(TimeSpan.FromDays(2));

        await App.Services.GetRequiredService<UploadsSweep>().RunAsync(Cancel);

        var stored = (await As(Ana).Api.ListTicketActionsAsync(chat.Ticket, ct: Cancel)).Items.Single(a => a.Kind is TicketActionKind.Note);
        Assert.Equal("%PDF-1.7 comprovante", await As(Ana).GetStringAsync(stored.File!.Url, Cancel));
    }

    [Fact, Rule("A6", "A8")]
    public async Task An_answer_with_a_file_is_sent_once_and_is_in_the_transcript_of_the_chat_it_was_written_in()
    {
        var chat = await App.ChatServedBy(Ana, NewCustomer());
        var ana = As(Ana).Api;
        var request = new AnswerTicketRequest { ClientKey = "boleto", Text = "Segue o boleto", UploadId = (await UploadAsync(Ana, "boleto")).Id };
        var sent = await ana.AnswerTicketAsync(chat.Ticket, request, Cancel);
        Assert.Equal(sent.Id, (await ana.AnswerTicketAsync(chat.Ticket, request, Cancel)).Id);
        await ana.CloseChatAsync(chat.Id, new CloseChatRequest { ResolveTicket = false }, Cancel);

        Assert.Equal((MessageKind.Document, "Segue o boleto", "nota.pdf"), (sent.Kind, sent.Text, sent.Media?.FileName));
        var actions = (await ana.ListTicketActionsAsync(chat.Ticket, ct: Cancel)).Items;
        Assert.Equal("nota.pdf", Assert.Single(actions, a => a.Kind is TicketActionKind.Answer).Message?.Media?.FileName);
        Assert.Equal([chat.Message, sent.Id], (await ana.GetTranscriptAsync(chat.Ticket, chat.Id, ct: Cancel)).Items.Select(m => m.Id));
        Assert.Equal("%PDF-1.7 boleto", await As(Ana).GetStringAsync(sent.Media!.Url!, Cancel));
    }
}
