using System.Text.Json.Nodes;
using Balcao.Simulator.Faults;
using Balcao.Simulator.Media;
using Balcao.Simulator.Phones;
using Balcao.Simulator.Templates;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Graph;

/// <summary>Accepts messages of the business, shows them on the phone and sends their statuses.</summary>
public sealed partial class OutboundMessages(
    PhoneBook phones, BusinessDirectory directory, MessageWebhooks webhooks, SendingLimits limits, FaultSwitches faults, MediaStore media, LinkedMedia links, TemplateStore templates, ReceivedMessages received, NumberSettings settings,
    SimulatorOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<OutboundMessages> log)
{
    static readonly TimeSpan FreeEntry = TimeSpan.FromHours(72);
    static readonly TimeSpan Typing = TimeSpan.FromSeconds(25);

    /// <summary><c>POST /{number}/messages</c>: a message, or a read receipt with or without a typing indicator.</summary>
    public async Task<GraphReply> AcceptAsync(BusinessNumber number, JsonObject message, CancellationToken ct)
    {
        if (message["messaging_product"] is null) return GraphError.Required("messaging_product");
        if (message.Text("messaging_product") is not "whatsapp") return GraphError.InvalidParameter("Param messaging_product must be one of {WHATSAPP}.");
        if (message["status"] is not null) return MarkRead(number, message);

        if (Recipient(number, message, out var phone, out var input) is { } unknown) return unknown;
        if (OutboundRules.FirstBroken(message) is { } broken) return broken;
        var definition = Definition(number, message);
        if (message.Object("template") is { } template && message.Text("type") is "template")
        {
            if (TemplateSendRules.Broken(definition, template) is { } unfit) return unfit;
            if (message["to"] is null && definition!.Category is "AUTHENTICATION") return GraphError.Of(131062, "Authentication templates need a phone number.");
        }
        if (phone is null) return NoSuchCustomer(number, message, input);
        if (phone.WaId == number.Digits) return GraphError.Of(131021);
        if (limits.Take(number.Id, phone.Id) is { } limited) return limited;

        if (!settings.IsRegistered(number.Id)) return GraphError.Of(133010);
        if (settings.IsBlocked(number.Id, phone.Id)) return GraphError.Of(130403);

        var now = time.GetUtcNow();
        var failure = Failure(phone.With(number.Id), message, now);
        if (failure is null && phone.StoppedMarketing && definition is { Category: "MARKETING" }) failure = new(GraphError.Of(131050), true);
        if (failure is { Late: false } refused) return refused.Error;

        StoredMedia? file = null;
        if (OutboundBubble.File(message) is { } wanted)
        {
            if (wanted.Reference.Text("id") is { } id)
            {
                file = media.Find(id);
                if (file is null) return GraphError.Invalid($"Media {id} does not exist or has expired.");
            }
            else
            {
                file = await links.FetchAsync(wanted.Reference.Text("link")!, ct);
                if (file is null) failure ??= new(GraphError.Of(131053, "Unable to download the media from the link."), true);
            }
            if (file is not null && MediaRules.Objection(wanted.Type, file, wanted.Reference.Is("voice")) is { } objection)
                failure ??= new(GraphError.Of(131053, objection), true);
        }

        var sent = Show(phone, number, message, file, definition, now);
        received.Add(number.Id, phone.Id, sent);
        if (options.Statuses.Enabled || failure is not null) _ = FollowAsync(phone.Id, number, sent, failure?.Error);
        return GraphReply.Ok(Accepted(phone, input, sent));
    }

    /// <summary>
    /// Returns an error, or sets the phone and the recipient as given; the phone is null if it does not exist.
    /// </summary>
    GraphError? Recipient(BusinessNumber number, JsonObject message, out Phone? phone, out string input)
    {
        phone = null;
        input = message["to"] is JsonValue value ? value.ToString() : "";
        if (input.Length == 0)
        {
            input = message.Text("recipient") ?? "";
            if (input.Length == 0) return GraphError.Required("to");
            phone = phones.Find(input);
            return null;
        }
        if (message.Text("recipient_type") is "group") return GraphError.Of(131051, "The simulator has no groups.");
        if (PhoneNumbers.Normalise(input, number.Digits) is not { } digits) return GraphError.Invalid($"to: {input} is not a phone number.");
        phone = phones.FindNumber(digits);
        if (phone is null && options.UnknownRecipients is UnknownRecipient.CreatePhone && digits != number.Digits)
            phone = phones.Create(new NewPhone { Name = PhoneNumbers.Display(digits), WaId = digits }) ?? phones.FindNumber(digits);
        return digits == number.Digits ? GraphError.Of(131021) : null;
    }

    /// <summary>A message to an unknown number is accepted like any other; 131026 follows as a status.</summary>
    GraphReply NoSuchCustomer(BusinessNumber number, JsonObject message, string input)
    {
        if (PhoneNumbers.Normalise(input, number.Digits) is not { } digits) return GraphError.Invalid($"recipient: {input} is unknown.");
        var nobody = new Phone { Id = digits, Name = "", WaId = digits, UserId = PhoneNumbers.UserId(digits) };
        var sent = Sent(message, null, time.GetUtcNow());
        _ = FailAsync();
        return GraphReply.Ok(Accepted(nobody, input, sent));

        async Task FailAsync()
        {
            await PauseAsync(options.Statuses.SentAfter);
            _ = webhooks.SendStatus(nobody, number, sent, Ticks.Failed, GraphError.Of(131026));
        }
    }

    TemplateDefinition? Definition(BusinessNumber number, JsonObject message) => message.Text("type") is not "template" ? null
        : templates.Find(directory.AccountOf(number).Id, message.Object("template")!.Text("name")!, message.Object("template")!.Object("language")!.Text("code")!);

    sealed record Expected(GraphError Error, bool Late);

    Expected? Failure(PhoneConversation talk, JsonObject message, DateTimeOffset now)
    {
        if (faults.TakeFailure() is { } fault) return new(GraphError.Of(fault.Code), fault.Late);
        if (message.Text("type") is "template") return null;
        var closed = faults.Current.ClosedWindow || (options.Window is not WindowCheck.Off && !talk.WindowIsOpen(now));
        return closed ? new(GraphError.Of(131047), options.Window is not WindowCheck.Sync) : null;
    }

    PhoneMessage Show(Phone phone, BusinessNumber number, JsonObject message, StoredMedia? file, TemplateDefinition? definition, DateTimeOffset now)
    {
        var sent = Sent(message, file, now);
        if (definition is not null) sent = sent with { Content = TemplateBubble.Fill(sent.Content, definition, message.Object("template")!) };
        phones.UpdateConversation(phone.Id, number.Id, talk => talk with
        {
            Messages = talk.Messages.Add(sent),
            TypingUntil = null,
            FreeEntryUntil = talk.FreeEntryUntil ?? (now - talk.CameFromAdAt <= TimeSpan.FromHours(24) ? now + FreeEntry : null),
        });
        return sent;
    }

    static PhoneMessage Sent(JsonObject message, StoredMedia? file, DateTimeOffset now) => new()
    {
        Id = Wamids.New(),
        FromCustomer = false,
        At = now,
        Content = OutboundBubble.Of(message, file),
        ReplyTo = message.Object("context")?.Text("message_id"),
        CallbackData = message.Text("biz_opaque_callback_data"),
        Ticks = Ticks.Waiting,
        Payload = message.DeepClone(),
    };

    /// <summary>
    /// Sends the statuses: sent, delivered when the phone is on, read if the conversation is open; or failed.
    /// </summary>
    async Task FollowAsync(string phoneId, BusinessNumber number, PhoneMessage message, GraphError? failure)
    {
        try
        {
            await PauseAsync(options.Statuses.SentAfter);
            if (failure is not null)
            {
                phones.UpdateMessage(phoneId, message.Id, shown => shown with { Ticks = Ticks.Failed, FailureCode = failure.Code });
                if (phones.Find(phoneId) is { } failed) _ = webhooks.SendStatus(failed, number, message, Ticks.Failed, failure);
                return;
            }
            Reach(phoneId, number, message.Id, Ticks.Sent);
            await PauseAsync(options.Statuses.DeliveredAfter);
            if (phones.Find(phoneId) is { IsOnline: true }) await DeliverAsync(phoneId, number, message.Id);
        }
        catch (OperationCanceledException)
        {
            // The simulator stops.
        }
        catch (Exception bug)
        {
            LogLost(log, message.Id, bug);
        }
    }

    /// <summary>Called when the phone was switched on: delivers the waiting messages, oldest first.</summary>
    public async Task DeliverWaitingAsync(string phoneId)
    {
        if (phones.Find(phoneId) is not { IsOnline: true } phone) return;
        var waiting = phone.Conversations.Values
            .SelectMany(talk => talk.Messages.Where(message => !message.FromCustomer && message.Ticks is Ticks.Sent).Select(message => (talk.NumberId, message.Id, message.At)))
            .OrderBy(message => message.At).ToList();
        foreach (var (numberId, wamid, _) in waiting) await DeliverAsync(phoneId, directory.Number(numberId)!, wamid);
    }

    async Task DeliverAsync(string phoneId, BusinessNumber number, string wamid)
    {
        if (phones.Find(phoneId)?.Find(wamid) is not { } message) return;
        if (message.Content.Type is "reaction")
        {
            // For reactions WhatsApp reports only "sent" (Meta, status webhooks, Dec 2025).
            var about = message.Payload!["reaction"]!["message_id"]!.GetValue<string>();
            phones.UpdateMessage(phoneId, about, shown => shown with { BusinessReaction = message.Content.Text is { Length: > 0 } emoji ? emoji : null });
            return;
        }
        Reach(phoneId, number, wamid, Ticks.Delivered);
        if (phones.Find(phoneId) is not { IsOpen: true, SendsReadReceipts: true }) return;
        await PauseAsync(options.Statuses.ReadAfter);
        if (phones.Find(phoneId) is { IsOpen: true, SendsReadReceipts: true }) Reach(phoneId, number, wamid, Ticks.Read);
    }

    void Reach(string phoneId, BusinessNumber number, string wamid, Ticks reached)
    {
        if (phones.Find(phoneId)?.Find(wamid) is not { } before || !phones.Advance(phoneId, wamid, reached)) return;
        webhooks.SendStatus(phones.Find(phoneId)!, number, before, reached);
    }

    GraphReply MarkRead(BusinessNumber number, JsonObject message)
    {
        if (message.Text("status") is not "read") return GraphError.InvalidParameter("Param status must be one of {READ}.");
        if (message.Text("message_id") is not { Length: > 0 } wamid) return GraphError.Required("message_id");
        if (message["typing_indicator"] is not null && message.Object("typing_indicator")?.Text("type") is not "text") return GraphError.InvalidParameter("Param typing_indicator['type'] must be one of {TEXT}.");
        var phone = phones.FindWriter(number.Id, wamid);
        if (phone is null) return GraphError.Invalid($"Message {wamid} is unknown.");

        var typing = message["typing_indicator"] is not null;
        phones.UpdateConversation(phone.Id, number.Id, talk =>
        {
            // Marking a message as read includes the earlier ones.
            var upTo = talk.Messages.FindIndex(shown => shown.Id == wamid);
            var messages = talk.Messages.Select((shown, index) => shown.FromCustomer && index <= upTo && shown.Ticks < Ticks.Read ? shown with { Ticks = Ticks.Read } : shown);
            return talk with { Messages = [.. messages], TypingUntil = typing ? time.GetUtcNow() + Typing : talk.TypingUntil };
        });
        return GraphReply.Success;
    }

    static JsonObject Accepted(Phone phone, string input, PhoneMessage sent)
    {
        var contact = new JsonObject { ["input"] = input };
        if (phone.WaId is not null) contact["wa_id"] = phone.WaId;
        contact["user_id"] = phone.UserId;
        var message = new JsonObject { ["id"] = sent.Id };
        if (sent.Content.Template is not null) message["message_status"] = "accepted";
        return new JsonObject { ["messaging_product"] = "whatsapp", ["contacts"] = new JsonArray(contact), ["messages"] = new JsonArray(message) };
    }

    Task PauseAsync(TimeSpan pause) => pause <= TimeSpan.Zero ? Task.CompletedTask : Task.Delay(pause, time, lifetime.ApplicationStopping);

    [LoggerMessage(3101, LogLevel.Error, "The statuses of {Wamid} ended early")]
    static partial void LogLost(ILogger log, string wamid, Exception bug);
}
