using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Balcao.Contract;
using Balcao.Conversations;
using Balcao.Plans;
using Balcao.Platform;
using Balcao.Platform.Storage;
using Microsoft.EntityFrameworkCore;

namespace Balcao.Tests.Channels.WhatsApp;

/// <summary>Base of tests that post webhooks and check the result by the API or in the database.</summary>
public abstract class InboundTests(BalcaoApp app) : HttpTests(app)
{
    private static int _customers;

    protected DateTimeOffset Now => App.Time.GetUtcNow();

    /// <summary>A customer with a phone that was not used before.</summary>
    protected static Customer NewCustomer(string name = "Cliente") => new(name, NewPhone());

    protected static string NewPhone() => $"55119711{Interlocked.Increment(ref _customers):00000}";

    protected static string NewUserId() => $"BR.8800{Interlocked.Increment(ref _customers):00000}";

    protected async Task ReceiveAsync(CastNumber number, params Webhooks.Update[] updates) => await PostAsync(Webhooks.From(number, updates));

    protected Task ReceiveAsync(params Webhooks.Update[] updates) => ReceiveAsync(Balcao500, updates);

    protected async Task PostAsync(string body) => Assert.Equal(HttpStatusCode.OK, (await App.PostWebhook(body)).StatusCode);

    /// <summary>Posts a webhook of a field other than messages.</summary>
    /// <param name="metadata">False: the field belongs to the account, not to a number.</param>
    protected Task PostFieldAsync(string field, string value, CastNumber? number = null, bool metadata = true, DateTimeOffset? at = null)
    {
        var (of, content) = (number ?? Balcao500, JsonNode.Parse(value)!.AsObject());
        if (metadata)
            content["metadata"] = new JsonObject { ["display_phone_number"] = Digits(of), ["phone_number_id"] = of.PhoneNumberId };
        return PostAsync(new JsonObject
        {
            ["object"] = "whatsapp_business_account",
            ["entry"] = new JsonArray(new JsonObject
            {
                ["id"] = of.WabaId, ["time"] = (at ?? Now).ToUnixTimeSeconds(),
                ["changes"] = new JsonArray(new JsonObject { ["field"] = field, ["value"] = content }),
            }),
        }.ToJsonString());
    }

    protected static string Digits(CastNumber number) => new([.. number.Display.Where(char.IsAsciiDigit)]);

    protected static string Seconds(DateTimeOffset at) => at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    protected static Webhooks.Update Edit(Customer by, DateTimeOffset at, string original, string text) => Webhooks.Message(by, at, null, "edit", new JsonObject
    {
        ["original_message_id"] = original,
        ["message"] = new JsonObject { ["type"] = "text", ["text"] = new JsonObject { ["body"] = text } },
    });

    protected static Webhooks.Update Revoke(Customer by, DateTimeOffset at, string original) =>
        Webhooks.Message(by, at, null, "revoke", new JsonObject { ["original_message_id"] = original });

    protected static Webhooks.Update WithErrors(Webhooks.Update update, int code)
    {
        update.Body["errors"] = new JsonArray(new JsonObject { ["code"] = code, ["title"] = "…", ["message"] = "…" });
        return update;
    }

    /// <summary>Administrators see every conversation, whether or not it ever had a chat.</summary>
    protected async Task<MessagePlace> PlaceOf(Webhooks.Update update, Member? reader = null) => await PlaceOf(update.Wamid, reader);

    protected async Task<MessagePlace> PlaceOf(string wamid, Member? reader = null)
    {
        using var http = As(reader ?? Clara);
        return await http.Api.FindMessageAsync(wamid, Cancel);
    }

    protected async Task<bool> IsFiled(string wamid) => await App.ReadAsync(LojaExemplo, db => db.Messages.AnyAsync(m => m.Wamid == wamid));

    protected async Task<IReadOnlyList<MessageItem>> ThreadOf(ConversationId conversation)
    {
        using var http = As(Clara);
        return [.. (await http.Api.ListMessagesAsync(conversation, limit: 200, ct: Cancel)).Items.Reverse()];
    }

    protected async Task<ConversationView> ViewOf(ConversationId conversation)
    {
        using var http = As(Clara);
        return await http.Api.GetConversationAsync(conversation, Cancel);
    }

    protected async Task<ContactCard> CardOf(ContactId contact)
    {
        using var http = As(Clara);
        return await http.Api.GetContactAsync(contact, Cancel);
    }

    protected async Task<int> ChargesOf(MessageId message) =>
        await App.ReadAsync(LojaExemplo, db => db.UsageEntries.CountAsync(e => e.MessageId == message));

    /// <summary>The outcome in the journal of the newest update that contains the text.</summary>
    protected Task<JournalOutcome> OutcomeOf(string text) => App.ReadAsync(TenantScope.Everyone, db => db.Journal
        .Where(e => e.Json.Contains(text)).OrderByDescending(e => e.Id).Select(e => e.Outcome).FirstAsync());

    protected async Task<NumberItem> NumberOf(CastNumber number, Member? reader = null)
    {
        using var http = As(reader ?? Clara);
        return (await http.Api.ListNumbersAsync(Cancel)).Items.Single(n => n.Id == number.Id);
    }
}
