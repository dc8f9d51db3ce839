using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Phones;
using Balcao.Simulator.Templates;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Control;

/// <summary>
/// Triggers what Meta does by itself (events, changes of templates, bursts), and returns the received messages in
/// pages.
/// </summary>
static class EventEndpoints
{
    const int LargestPage = 10_000, MostWriters = 100_000;

    public static void MapControlledEvents(this RouteGroupBuilder control)
    {
        control.MapGet("/received", (ReceivedMessages received, string? phone, long? after, int? limit) =>
        {
            var page = received.Page(phone, after ?? 0, Math.Clamp(limit ?? 1000, 1, LargestPage));
            return Ok(new { received.Total, Next = page.Count == 0 ? after ?? 0 : page[^1].Id, Messages = page });
        });
        control.MapDelete("/received", (ReceivedMessages received) => { received.Clear(); return Results.NoContent(); });
        control.MapGet("/events", () => Ok(new { AccountEvents.OfNumber, AccountEvents.OfCustomer }));
        control.MapPost("/events/{kind}", Tell);
        control.MapPost("/bursts", Burst);
        control.MapPost("/signup_codes", (SimulatorOptions options, AccessTokens tokens) => Ok(new { Code = tokens.NewCode(options.AccessToken) }));
        control.MapPost("/numbers/{id}/unverified", (string id, BusinessDirectory directory, NumberSettings settings) =>
        {
            if (directory.Number(id) is null) return Results.NotFound();
            settings.Unverify(id);
            return Results.NoContent();
        });
        control.MapPut("/numbers/{id}/coexistence", (string id, Coexistence wanted, BusinessDirectory directory, NumberSettings settings) =>
        {
            if (directory.Number(id) is null) return Results.NotFound();
            settings.SetCoexistence(id, wanted.HistoryDeclined, wanted.Late);
            return Results.NoContent();
        });
        control.MapGet("/templates", (TemplateStore templates, BusinessDirectory directory, string? account) =>
            Ok(templates.Of(account ?? directory.Accounts[0].Id).Select(template => template.ToNode())));
        control.MapPatch("/templates/{id}", ChangeTemplate);
    }

    /// <summary>
    /// The body has members that replace those of the sample, or values the event needs (message_id, text, wa_id,
    /// user_id).
    /// </summary>
    static async Task<IResult> Tell(string kind, HttpRequest request, string? number, string? phone, bool? wait, BusinessDirectory directory, PhoneBook phones, AccountEvents events)
    {
        using var reader = new StreamReader(request.Body);
        var text = await reader.ReadToEndAsync();
        JsonObject? given = null;
        if (text.Length > 0 && !Json.TryParse(text, out given)) return Refused("The body is not a JSON object.");
        if ((number is null ? directory.Numbers.First() : directory.Number(number)) is not { } own) return Refused($"No business number {number}.");
        Task<WebhookDelivery>? told;
        if (AccountEvents.OfNumber.Contains(kind))
        {
            told = events.Tell(kind, own, given);
        }
        else
        {
            if (!AccountEvents.OfCustomer.Contains(kind)) return Refused($"Unknown event {kind}.");
            if (phone is null || phones.Find(phone) is not { } customer) return Refused($"No phone {phone}.");
            told = events.Tell(kind, own, customer, given);
        }
        if (told is null) return Refused("Nothing was told: no app is subscribed, or the body lacks message_id.");
        return Results.Json(new { Delivery = wait is true ? await told : null }, Json.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Many customers write at once, in POSTs of up to 1,000 updates.</summary>
    static async Task<IResult> Burst(BurstOf wanted, BusinessDirectory directory, WebhookDeliveries deliveries, TimeProvider time)
    {
        if (wanted.Messages is <= 0 or > MostWriters || wanted.Customers is <= 0 or > MostWriters || wanted.PerPost is <= 0 or > 1000) return Refused("messages and customers are 1 to 100000, perPost 1 to 1000.");
        if ((wanted.Number is null ? directory.Numbers.First() : directory.Number(wanted.Number)) is not { } number) return Refused($"No business number {wanted.Number}.");
        var posts = BurstPosts.Of(number, directory.AccountOf(number), wanted.Messages, wanted.Customers, wanted.PerPost, wanted.Text, time.GetUtcNow());
        var attempts = posts.Select(body => deliveries.SendBytes(body, SignatureKind.Valid)).ToList();
        var done = await Task.WhenAll(attempts);
        return Ok(new { Posts = done.Length, Delivered = done.Count(delivery => delivery.State is DeliveryState.Delivered) });
    }

    static IResult ChangeTemplate(string id, TemplateChange change, TemplateStore templates)
    {
        if (templates.Find(id) is not { } template) return Results.NotFound();
        if (change.Status is { } status) template = templates.SetStatus(id, status.ToUpperInvariant(), change.Reason ?? "NONE");
        if (change.Quality is { } quality) template = templates.SetQuality(id, quality.ToUpperInvariant());
        if (change.Category is { } category) template = templates.SetCategory(id, category.ToUpperInvariant());
        return template is null ? Results.NotFound() : Ok(template.ToNode());
    }

    static IResult Ok<T>(T value) => Results.Json(value, Json.Options);

    static IResult Refused(string error) => Results.Json(new { Error = error }, Json.Options, statusCode: StatusCodes.Status400BadRequest);

    sealed record Coexistence(bool HistoryDeclined, bool Late);

    sealed record TemplateChange(string? Status, string? Reason, string? Quality, string? Category);

    sealed record BurstOf(int Messages, int Customers = 1, int PerPost = 1000, string? Number = null, string? Text = null);
}
