using System.Text.Json.Nodes;
using Balcao.Simulator.Graph;

namespace Balcao.Simulator.Templates;

/// <summary><c>{waba}/message_templates</c> and <c>{template}</c>.</summary>
static class TemplateEndpoints
{
    static readonly string[] Defaults = ["name", "parameter_format", "components", "language", "status", "category", "previous_category", "id"];

    public static GraphReply List(string accountId, HttpContext http, BusinessDirectory directory, TemplateStore store)
    {
        if (GraphEndpoints.FindAccount(http, directory, accountId, out _) is { } refused) return refused;
        var query = http.Request.Query;
        var (status, name, language, category) = (query["status"].ToString(), query["name"].ToString(), query["language"].ToString(), query["category"].ToString());
        var found = store.Of(accountId).Where(template =>
            (status.Length == 0 || status.Contains(template.Status, StringComparison.OrdinalIgnoreCase))
            && (name.Length == 0 || template.Name.Contains(name, StringComparison.Ordinal))
            && (language.Length == 0 || language.Contains(template.Language, StringComparison.Ordinal))
            && (category.Length == 0 || category.Contains(template.Category, StringComparison.OrdinalIgnoreCase)));
        return GraphEndpoints.Page(http, [.. found.Select(template => GraphEndpoints.Select(http, template.ToNode(), Defaults))]);
    }

    public static async Task<GraphReply> Create(string accountId, HttpContext http, BusinessDirectory directory, TemplateStore store)
    {
        if (GraphEndpoints.FindAccount(http, directory, accountId, out _) is { } refused) return refused;
        if (await GraphEndpoints.ReadJsonAsync(http) is not { } body) return GraphError.InvalidParameter("The request body is not a JSON object.");
        if (TemplateDefinitionRules.BrokenIdentity(body) is { } broken) return broken;
        var (name, language, category) = (body.Text("name")!, body.Text("language")!, body.Text("category")!.ToUpperInvariant());
        var format = body.Text("parameter_format")?.ToUpperInvariant() ?? "POSITIONAL";
        if (TemplateDefinitionRules.Broken(body.Array("components"), format is "NAMED", category) is { } wrong) return wrong;
        if (store.WasDeletedLately(accountId, name)) return TemplateDefinitionRules.Refused(2388023, "A template of this name is being deleted; choose another name or wait 30 days.");
        if (SameText(store, accountId, null, body.Array("components")!, category)) return TemplateDefinitionRules.Refused(2388024, "A template with the same content exists.");

        var created = store.Add(id => new TemplateDefinition
        {
            Id = id,
            AccountId = accountId,
            Name = name,
            Language = language,
            Category = category,
            Status = "PENDING",
            ParameterFormat = format,
            Components = Written(body.Array("components")!, category),
            TtlSeconds = (int?)body.Number("message_send_ttl_seconds"),
        });
        if (created is null) return TemplateDefinitionRules.Refused(2388024, $"Content in this language exists already for {name}.");
        _ = store.ReviewAsync(created.Id);
        return GraphReply.Ok(new JsonObject { ["id"] = created.Id, ["status"] = created.Status, ["category"] = created.Category });
    }

    public static GraphReply Get(TemplateDefinition template, HttpContext http) => GraphReply.Ok(GraphEndpoints.Select(http, template.ToNode(), Defaults));

    /// <summary><c>POST /{template}</c>: replaces all components, and the category unless the template is approved.</summary>
    public static async Task<GraphReply> Edit(TemplateDefinition template, HttpContext http, BusinessDirectory directory, TemplateStore store, TimeProvider time)
    {
        if (GraphEndpoints.FindAccount(http, directory, template.AccountId, out _) is { } refused) return refused;
        if (await GraphEndpoints.ReadJsonAsync(http) is not { } body) return GraphError.InvalidParameter("The request body is not a JSON object.");
        if (template.Status is not ("APPROVED" or "REJECTED" or "PAUSED")) return TemplateDefinitionRules.Refused(2388003, "Only approved, rejected and paused templates can be edited.");
        if (TemplateDefinitionRules.BrokenCategory(body) is { } broken) return broken;
        var category = body.Text("category")?.ToUpperInvariant() ?? template.Category;
        if (template.Status is "APPROVED" && category != template.Category) return TemplateDefinitionRules.Refused(2388003, "The category of an approved template cannot be changed.");
        if (body.Array("components") is { } components)
        {
            if (TemplateDefinitionRules.Broken(components, template.IsNamed, category) is { } wrong) return wrong;
            if (SameText(store, template.AccountId, template.Id, components, category)) return TemplateDefinitionRules.Refused(2388024, "A template with the same content exists.");
        }
        else if (body["category"] is null && body["message_send_ttl_seconds"] is null)
        {
            return GraphError.Required("components");
        }
        var now = time.GetUtcNow();
        IReadOnlyList<DateTimeOffset> lately = [.. template.Edits.Where(edit => now - edit < TimeSpan.FromDays(30))];
        if (template.Status is "APPROVED" && (lately.Count >= 10 || lately.Any(edit => now - edit < TimeSpan.FromDays(1))))
            return TemplateDefinitionRules.Refused(2388003, "An approved template can be edited once in 24 hours and ten times in 30 days.");

        store.Change(template.Id, before => before with
        {
            Category = category,
            Components = body.Array("components") is { } anew ? Written(anew, category) : before.Components,
            TtlSeconds = (int?)body.Number("message_send_ttl_seconds") ?? before.TtlSeconds,
            Status = "PENDING",
            Edits = before.Status is "APPROVED" ? [.. lately, now] : lately,
        });
        _ = store.ReviewAsync(template.Id);
        return GraphReply.Ok(new JsonObject { ["success"] = true, ["id"] = template.Id, ["name"] = template.Name, ["category"] = category });
    }

    /// <summary>Deletes by name (every language), by hsm_id, or several by hsm_ids.</summary>
    public static GraphReply Delete(string accountId, HttpContext http, BusinessDirectory directory, TemplateStore store)
    {
        if (GraphEndpoints.FindAccount(http, directory, accountId, out _) is { } refused) return refused;
        var query = http.Request.Query;
        var (name, id, ids) = (query["name"].ToString(), query["hsm_id"].ToString(), query["hsm_ids"].ToString());
        if (name.Length == 0 && id.Length == 0 && ids.Length == 0) return GraphError.Required("name");
        string[] wanted = ids.Length > 0 ? ids.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [];
        wanted = [.. wanted.Select(one => one.Trim('"'))];
        if (wanted.Length > 100) return GraphError.InvalidParameter("Param hsm_ids holds at most 100 ids.");
        var found = store.Of(accountId).Where(template => wanted.Length > 0 ? wanted.Contains(template.Id)
            : (id.Length == 0 || template.Id == id) && (name.Length == 0 || template.Name == name)).ToList();
        if (found.Count == 0 || found.Count < wanted.Length) return new GraphError(100, 400, "Invalid parameter", "The template does not exist.", 2593002) { UserTitle = "Message template not found", UserMessage = "The template does not exist." };
        found.ForEach(store.Remove);
        return GraphReply.Success;
    }

    public static GraphReply Unpause(string id, HttpContext http, BusinessDirectory directory, TemplateStore store)
    {
        if (store.Find(id) is not { } template) return GraphError.NoSuchObject(id, http.Request.Method);
        if (GraphEndpoints.FindAccount(http, directory, template.AccountId, out _) is { } refused) return refused;
        if (template.Status is not "PAUSED") return GraphReply.Ok(new JsonObject { ["success"] = false, ["reason"] = "The template is not paused." });
        store.SetStatus(id, "APPROVED");
        return GraphReply.Success;
    }

    static bool SameText(TemplateStore store, string accountId, string? except, JsonArray components, string category)
    {
        if (category is "AUTHENTICATION") return false;
        var text = TextOf(components);
        return store.Of(accountId).Any(other => other.Id != except && other.Category is not "AUTHENTICATION" && TextOf(other.Components) == text);
    }

    static (string?, string?) TextOf(JsonArray components) =>
        (Find(components, "BODY")?.Text("text"), Find(components, "FOOTER")?.Text("text"));

    static JsonObject? Find(JsonArray components, string type) =>
        components.Objects().FirstOrDefault(component => string.Equals(component.Text("type"), type, StringComparison.OrdinalIgnoreCase));

    /// <summary>
    /// The components as Meta stores them: Meta sets the text of an authentication body and the URL of an OTP button.
    /// </summary>
    static JsonArray Written(JsonArray components, string category)
    {
        var written = components.DeepClone().AsArray();
        foreach (var component in written.Objects())
        {
            component["type"] = component.Text("type")?.ToUpperInvariant();
            if (component.Text("format") is { } format) component["format"] = format.ToUpperInvariant();
            if (component.Text("type") is "BODY" && category is "AUTHENTICATION") component["text"] ??= "*{{1}}* is your verification code.";
            foreach (var button in component.Array("buttons").Objects())
            {
                if (button.Text("type")?.ToUpperInvariant() is not "OTP") continue;
                button["type"] = "URL";
                button["text"] ??= "Copy code";
                button["url"] = "https://www.whatsapp.com/otp/code/?otp_type=" + (button.Text("otp_type")?.ToUpperInvariant() ?? "COPY_CODE") + "&code=otp{{1}}";
            }
        }
        return written;
    }
}
