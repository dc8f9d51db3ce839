using Balcao.Simulator.Faults;
using Balcao.Simulator.Graph;
using Balcao.Simulator.Media;
using Balcao.Simulator.Phones;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Control;

/// <summary>
/// The API with which tests and demos control the simulator; the README lists it. JSON in and out, without a token.
/// </summary>
public static class ControlEndpoints
{
    public static void MapControl(this IEndpointRouteBuilder app)
    {
        var control = app.MapGroup("/simulator");
        control.MapGet("/", Describe);

        control.MapGet("/phones", (PhoneBook phones) => Ok(phones.All));
        control.MapPost("/phones", CreatePhone);
        control.MapGet("/phones/{id}", (string id, PhoneBook phones) => phones.Find(id) is { } phone ? Ok(phone) : Results.NotFound());
        control.MapPatch("/phones/{id}", ChangePhone);
        control.MapDelete("/phones/{id}", (string id, PhoneBook phones) => phones.Remove(id) ? Results.NoContent() : Results.NotFound());
        control.MapGet("/phones/{id}/messages", ListMessages);
        control.MapPost("/phones/{id}/messages", Act);
        control.MapPost("/phones/{id}/read", (string id, About about, Customers customers, BusinessDirectory directory) =>
            Ok(new { Read = customers.Read(id, about.To ?? directory.Numbers.First().Id) }));
        control.MapPost("/phones/{id}/played", (string id, About about, Customers customers) =>
            customers.Play(id, about.MessageId ?? "") ? Results.NoContent() : Results.NotFound());
        control.MapGet("/media/{id}", (string id, MediaStore media) =>
            media.FindOnPhone(id) is { } file ? Results.File(file.Bytes, file.MimeType, enableRangeProcessing: true) : Results.NotFound());

        control.MapGet("/calls", (GraphCalls calls, string? method, string? path) => Ok(calls.All.Where(call =>
            (method is null || call.Method.Equals(method, StringComparison.OrdinalIgnoreCase)) && (path is null || call.Path.Contains(path, StringComparison.OrdinalIgnoreCase)))));
        control.MapDelete("/calls", (GraphCalls calls) => { calls.Clear(); return Results.NoContent(); });

        control.MapGet("/webhooks", (WebhookDeliveries deliveries, string? kind, string? state) => Ok(deliveries.All.Where(delivery =>
            (kind is null || delivery.Kind.Contains(kind, StringComparison.OrdinalIgnoreCase)) && (state is null || delivery.State.ToString().Equals(state, StringComparison.OrdinalIgnoreCase)))));
        control.MapGet("/webhooks/{id:long}", (long id, WebhookDeliveries deliveries) => deliveries.Find(id) is { } delivery ? Ok(delivery) : Results.NotFound());
        control.MapDelete("/webhooks", (WebhookDeliveries deliveries) => { deliveries.Clear(); return Results.NoContent(); });
        control.MapPost("/webhooks/values", SendValue);
        control.MapPost("/webhooks/bodies", SendBody);
        control.MapPost("/webhooks/retry", (WebhookDeliveries deliveries) => { deliveries.RetryNow(); return Results.NoContent(); });
        control.MapPost("/webhooks/verification", async (WebhookCallbacks callbacks, CancellationToken ct) => Ok(await callbacks.VerifyAsync(callbacks.App, ct)));
        control.MapPut("/webhooks/callback", SetCallback);

        control.MapGet("/faults", (FaultSwitches faults) => Ok(faults.Current));
        control.MapPut("/faults", (FaultSet wanted, FaultSwitches faults) => { faults.Set(wanted); return Ok(faults.Current); });
        control.MapDelete("/faults", (FaultSwitches faults) => { faults.Set(new FaultSet()); return Results.NoContent(); });
        control.MapControlledEvents();
        control.MapDelete("/limits", (SendingLimits limits) => { limits.Reset(); return Results.NoContent(); });
    }

    static IResult Describe(BusinessDirectory directory, WebhookCallbacks callbacks, PublicAddress address, SimulatorOptions options) => Ok(new
    {
        Url = address.Root,
        Callback = callbacks.App.Url,
        options.AppId,
        Accounts = directory.Accounts.Select(account => new
        {
            account.Id,
            account.Name,
            Numbers = account.Numbers.Select(number => new { number.Id, number.DisplayPhoneNumber, number.VerifiedName }),
        }),
    });

    static IResult CreatePhone(NewPhone wanted, PhoneBook phones)
    {
        if (string.IsNullOrWhiteSpace(wanted.Name)) return Refused("name is missing.");
        if (wanted.WaId is null && wanted.Username is null && wanted.UserId is null) return Refused("One of waId, username and userId is needed.");
        return phones.Create(wanted) is { } phone ? Results.Json(phone, Json.Options, statusCode: StatusCodes.Status201Created)
            : Results.Json(new { Error = "A phone with this number or user id exists." }, Json.Options, statusCode: StatusCodes.Status409Conflict);
    }

    static IResult ChangePhone(string id, PhoneChange change, PhoneSettings switches) => switches.Change(id, change) is { } phone ? Ok(phone) : Results.NotFound();

    static IResult ListMessages(string id, string? number, PhoneBook phones) => phones.Find(id) is not { } phone ? Results.NotFound()
        : Ok(phone.Conversations.Values.Where(talk => number is null || talk.NumberId == number).SelectMany(talk => talk.Messages).OrderBy(message => message.At));

    /// <summary>With <paramref name="wait"/> it answers after the first attempt to deliver the webhook.</summary>
    static async Task<IResult> Act(string id, CustomerMessage wanted, bool? wait, Customers customers)
    {
        var act = customers.Send(id, wanted);
        if (act.Error is { } error) return Refused(error);
        var delivery = wait is true && act.Delivery is not null ? await act.Delivery : null;
        return Results.Json(new { act.Message, Delivery = delivery }, Json.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Sends any value in the envelope of an account.</summary>
    static async Task<IResult> SendValue(HttpRequest request, string? account, string? number, string? field, bool? wait, BusinessDirectory directory, WebhookDeliveries deliveries)
    {
        using var reader = new StreamReader(request.Body);
        if (!Json.TryParse(await reader.ReadToEndAsync(), out var value)) return Refused("The body is not a JSON object.");
        var numberId = number ?? value.Object("metadata")?.Text("phone_number_id");
        var accountId = account ?? (numberId is not null && directory.TryNumber(numberId, out _, out var found) ? found.Id : directory.Accounts[0].Id);
        var attempt = deliveries.Send(accountId, numberId, field ?? "messages", value, "value " + accountId, "value " + (field ?? "messages"));
        if (attempt is null) return Refused($"No app is subscribed to account {accountId}.");
        return Results.Json(new { Delivery = wait is true ? await attempt : null }, Json.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Sends any bytes, with a signature that is valid, wrong or missing.</summary>
    static async Task<IResult> SendBody(HttpRequest request, string? signature, bool? wait, WebhookDeliveries deliveries)
    {
        if (!Enum.TryParse<SignatureKind>(signature ?? "valid", ignoreCase: true, out var kind)) return Refused("signature is valid, wrong or missing.");
        using var bytes = new MemoryStream();
        await request.Body.CopyToAsync(bytes);
        var attempt = deliveries.SendBytes(bytes.ToArray(), kind);
        return Results.Json(new { Delivery = wait is true ? await attempt : null }, Json.Options, statusCode: StatusCodes.Status202Accepted);
    }

    /// <summary>Changes the app's callback without the handshake.</summary>
    static IResult SetCallback(NewCallback wanted, WebhookCallbacks callbacks)
    {
        if (!Uri.TryCreate(wanted.Url, UriKind.Absolute, out var url)) return Refused("url is not an absolute address.");
        callbacks.App = new Callback(url, wanted.VerifyToken ?? callbacks.App.VerifyToken);
        return Results.NoContent();
    }

    static IResult Ok<T>(T value) => Results.Json(value, Json.Options);

    static IResult Refused(string error) => Results.Json(new { Error = error }, Json.Options, statusCode: StatusCodes.Status400BadRequest);

    sealed record About(string? To, string? MessageId);

    sealed record NewCallback(string Url, string? VerifyToken);
}
