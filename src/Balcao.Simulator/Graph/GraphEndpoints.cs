using System.Globalization;
using System.Text.Json.Nodes;
using Balcao.Simulator.Faults;
using Balcao.Simulator.Media;
using Balcao.Simulator.Templates;
using Balcao.Simulator.Webhooks;

namespace Balcao.Simulator.Graph;

/// <summary>The paths of the Graph API that the simulator answers, under <c>/v{n}.{m}/</c>.</summary>
public static class GraphEndpoints
{
    public static void MapGraph(this IEndpointRouteBuilder app)
    {
        var graph = app.MapGroup(@"/{version:regex(^v\d+\.\d+$)}");
        graph.MapPost("/{numberId}/messages", SendMessage);
        graph.MapPost("/{numberId}/media", UploadMedia.Handle);
        graph.MapGet("/{numberId}/whatsapp_business_profile", BusinessProfiles.Get);
        graph.MapPost("/{numberId}/whatsapp_business_profile", BusinessProfiles.Set);
        graph.MapGet("/{accountId}/phone_numbers", NumberNodes.List);
        graph.MapGet("/{accountId}/subscribed_apps", Subscriptions.List);
        graph.MapPost("/{accountId}/subscribed_apps", Subscriptions.Subscribe);
        graph.MapDelete("/{accountId}/subscribed_apps", Subscriptions.Unsubscribe);
        graph.MapPost("/{appId}/subscriptions", Subscriptions.SetAppCallback);
        graph.MapGet("/{accountId}/message_templates", TemplateEndpoints.List);
        graph.MapPost("/{accountId}/message_templates", TemplateEndpoints.Create);
        graph.MapDelete("/{accountId}/message_templates", TemplateEndpoints.Delete);
        graph.MapPost("/{id}/unpause", TemplateEndpoints.Unpause);
        graph.MapPost("/{appId}/uploads", ResumableUploads.Start);
        graph.MapNumberSettings();
        graph.MapGet("/oauth/access_token", AccessTokens.Exchange);
        graph.MapPost("/oauth/access_token", AccessTokens.Exchange);
        graph.MapGet("/debug_token", DebugToken.Get);
        graph.MapGet("/{id}", GetNode);
        graph.MapPost("/{id}", PostNode);
        graph.MapDelete("/{id}", DeleteNode);
        graph.MapFallback("/{**path}", (string? path) => (GraphReply)GraphError.UnknownPath(path ?? ""));

        app.MapGet("/whatsapp_business/attachments", DownloadMedia.HandleAsync);
    }

    static async Task<IResult> SendMessage(string numberId, HttpContext http, BusinessDirectory directory, OutboundMessages outbound, FaultSwitches faults, IHostApplicationLifetime lifetime)
    {
        if (FindNumber(http, directory, numberId, out var number) is { } refused) return refused;
        if (await ReadJsonAsync(http) is not { } message) return (GraphReply)GraphError.InvalidParameter("The request body is not a JSON object.");
        var reply = await outbound.AcceptAsync(number!, message, http.RequestAborted);
        if (reply.Status == StatusCodes.Status200OK && message["status"] is null && faults.TakeTimeout())
        {
            // The message is accepted, but the answer is lost. The call hangs until the client gives up or the
            // simulator stops.
            using var stopping = lifetime.ApplicationStopping.Register(http.Abort);
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        }
        return reply;
    }

    static Task<GraphReply> PostNode(string id, HttpContext http, BusinessDirectory directory, WebhookCallbacks callbacks, TemplateStore templates, ResumableUploads uploads, NumberSettings settings, TimeProvider time) =>
        templates.Find(id) is { } template ? TemplateEndpoints.Edit(template, http, directory, templates, time)
        : id.StartsWith("upload:", StringComparison.Ordinal) ? uploads.AppendAsync(id, http)
        : NumberNodes.Configure(id, http, directory, callbacks, settings);

    static GraphReply GetNode(string id, HttpContext http, BusinessDirectory directory, MediaStore media, NumberNodes numbers, TemplateStore templates, ResumableUploads uploads, Analytics analytics, FaultSwitches faults)
    {
        if (templates.Find(id) is { } template) return FindAccount(http, directory, template.AccountId, out _) ?? TemplateEndpoints.Get(template, http);
        if (id.StartsWith("upload:", StringComparison.Ordinal)) return uploads.Get(id, http);
        if (directory.Account(id) is { } measured && analytics.Asked(http) is { } field) return FindAccount(http, directory, id, out _) ?? analytics.Answer(measured, field);
        if (directory.Number(id) is not null) return numbers.Get(id, http, directory);
        if (directory.Account(id) is { } account) return AccountNode(http, directory, account);
        if (media.Find(id) is not { } file) return GraphError.NoSuchObject(id, http.Request.Method);
        if (http.Request.Query["phone_number_id"].ToString() is { Length: > 0 } only && only != file.NumberId) return GraphError.NoSuchObject(id, http.Request.Method);
        return GraphReply.Ok(new JsonObject
        {
            ["messaging_product"] = "whatsapp",
            ["url"] = media.Url($"{http.Request.Scheme}://{http.Request.Host}", file),
            ["mime_type"] = file.MimeType,
            ["sha256"] = faults.Current.Media is MediaFault.WrongHash ? new string('0', 64) : Convert.ToHexStringLower(file.Sha256),
            ["file_size"] = file.Bytes.Length,
            ["id"] = file.Id,
        });
    }

    static GraphReply DeleteNode(string id, HttpContext http, MediaStore media) =>
        media.Delete(id) ? GraphReply.Success : GraphError.NoSuchObject(id, http.Request.Method);

    static GraphReply AccountNode(HttpContext http, BusinessDirectory directory, BusinessAccount account)
    {
        if (!directory.Opens(TokenOf(http), account)) return GraphError.NoSuchObject(account.Id, http.Request.Method);
        return GraphReply.Ok(Select(http, new JsonObject
        {
            ["id"] = account.Id,
            ["name"] = account.Name,
            ["currency"] = "BRL",
            ["country"] = "BR",
            ["status"] = "ACTIVE",
            ["business_verification_status"] = "verified",
            ["account_review_status"] = "APPROVED",
            ["message_template_namespace"] = "a1b2c3d4_0000_4000_8000_" + account.Id[..Math.Min(12, account.Id.Length)],
        }, "id", "name", "currency", "message_template_namespace"));
    }

    internal static GraphReply? FindNumber(HttpContext http, BusinessDirectory directory, string id, out BusinessNumber? number)
    {
        if (!directory.TryNumber(id, out number, out var account)) return GraphError.NoSuchObject(id, http.Request.Method);
        return directory.Opens(TokenOf(http), account) ? null : (GraphReply)GraphError.NoPermission;
    }

    internal static GraphReply? FindAccount(HttpContext http, BusinessDirectory directory, string id, out BusinessAccount? account)
    {
        account = directory.Account(id);
        if (account is null) return GraphError.NoSuchObject(id, http.Request.Method);
        return directory.Opens(TokenOf(http), account) ? null : (GraphReply)GraphError.NoPermission;
    }

    internal static string? TokenOf(HttpContext http) => http.Items[GraphMiddleware.TokenKey] as string;

    /// <summary>A JSON object, or the same sent as a form; null for anything else.</summary>
    internal static async Task<JsonObject?> ReadJsonAsync(HttpContext http)
    {
        if (http.Request.HasFormContentType)
        {
            var form = await http.Request.ReadFormAsync(http.RequestAborted);
            return new JsonObject(form.Select(field => KeyValuePair.Create(field.Key, Json.TryParse(field.Value.ToString(), out var nested) ? nested : (JsonNode?)field.Value.ToString())));
        }
        using var reader = new StreamReader(http.Request.Body);
        var text = await reader.ReadToEndAsync(http.RequestAborted);
        if (string.IsNullOrWhiteSpace(text)) return [];
        return Json.TryParse(text, out var json) ? json : null;
    }

    /// <summary>The members that <c>fields</c> requests, and the id; without <c>fields</c>, the defaults.</summary>
    internal static JsonObject Select(HttpContext http, JsonObject node, params IReadOnlyList<string> defaults)
    {
        var asked = http.Request.Query["fields"].ToString();
        var names = asked.Length == 0 ? defaults : [.. asked.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(name => name.Split('{', '.')[0])];
        return new JsonObject(node.Where(member => member.Key is "id" || names.Contains(member.Key)).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));
    }

    /// <summary>A page of a list with cursors, as for all lists of the Graph API.</summary>
    internal static GraphReply Page(HttpContext http, IReadOnlyList<JsonObject> all, int defaultLimit = 25)
    {
        var query = http.Request.Query;
        var limit = int.TryParse(query["limit"], CultureInfo.InvariantCulture, out var wanted) && wanted > 0 ? wanted : defaultLimit;
        var start = Cursor(query["after"]) + 1;
        if (query["before"].ToString().Length > 0) start = Math.Max(0, Cursor(query["before"]) - limit);
        var page = all.Skip(start).Take(limit).ToList();
        var body = new JsonObject { ["data"] = new JsonArray([.. page]) };
        if (page.Count == 0) return GraphReply.Ok(body);

        var cursors = new JsonObject { ["before"] = ToCursor(start), ["after"] = ToCursor(start + page.Count - 1) };
        var paging = new JsonObject { ["cursors"] = cursors };
        if (start + page.Count < all.Count) paging["next"] = Link("after", cursors["after"]!.GetValue<string>());
        if (start > 0) paging["previous"] = Link("before", cursors["before"]!.GetValue<string>());
        body["paging"] = paging;
        return GraphReply.Ok(body);

        static int Cursor(string? text) => text is { Length: > 0 } && Convert.TryFromBase64String(text, new byte[64], out _)
            && int.TryParse(System.Text.Encoding.ASCII.GetString(Convert.FromBase64String(text)), CultureInfo.InvariantCulture, out var at) ? at : -1;

        static string ToCursor(int at) => Convert.ToBase64String(System.Text.Encoding.ASCII.GetBytes(at.ToString(CultureInfo.InvariantCulture)));

        string Link(string direction, string cursor)
        {
            var kept = query.Where(pair => pair.Key is not ("after" or "before" or "access_token")).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}");
            return $"{http.Request.Scheme}://{http.Request.Host}{http.Request.Path}?{string.Join('&', kept.Append($"{direction}={Uri.EscapeDataString(cursor)}"))}";
        }
    }
}
