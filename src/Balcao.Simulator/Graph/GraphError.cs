using System.Collections.Frozen;
using System.Text.Json.Nodes;

namespace Balcao.Simulator.Graph;

/// <summary>An error of the Graph API. The same codes are used in answers to calls and in <c>statuses[].errors</c>.</summary>
public sealed record GraphError(int Code, int Status, string Message, string? Details = null, int? Subcode = null, string Type = "OAuthException", bool IsTransient = false)
{
    /// <summary>Meta's text for users; only template errors have it.</summary>
    public string? UserTitle { get; init; }
    public string? UserMessage { get; init; }

    public JsonObject ToBody()
    {
        var error = new JsonObject { ["message"] = Message, ["type"] = Type, ["code"] = Code };
        if (Details is not null) error["error_data"] = new JsonObject { ["messaging_product"] = "whatsapp", ["details"] = Details };
        if (Subcode is { } subcode) error["error_subcode"] = subcode;
        if (UserTitle is not null) error["error_user_title"] = UserTitle;
        if (UserMessage is not null) error["error_user_msg"] = UserMessage;
        if (IsTransient) error["is_transient"] = true;
        error["fbtrace_id"] = Wamids.NewTraceId();
        return new JsonObject { ["error"] = error };
    }

    /// <summary>As an element of <c>errors[]</c> in a webhook.</summary>
    public JsonObject ToWebhook()
    {
        var title = Known.TryGetValue(Code, out var known) ? known.Title : Message;
        return new JsonObject
        {
            ["code"] = Code,
            ["title"] = title,
            ["message"] = title,
            ["error_data"] = new JsonObject { ["details"] = Details ?? title },
            ["href"] = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/",
        };
    }

    /// <summary>The error of any code, with Meta's text if the code is in the table.</summary>
    public static GraphError Of(int code, string? details = null) => Known.TryGetValue(code, out var known)
        ? new(code, known.Status, $"(#{code}) {known.Title}", details ?? known.Details, known.Subcode, IsTransient: known.Status is 429 or >= 500)
        : new(code, 400, $"(#{code}) An unknown error has occurred.", details);

    public static GraphError InvalidParameter(string message) => new(100, 400, "(#100) " + message);

    public static GraphError Required(string name) => InvalidParameter($"The parameter {name} is required.");

    public static GraphError Missing(string name) => Of(131008, $"Parameter of type {name} is missing.");

    public static GraphError Invalid(string details) => Of(131009, details);

    public static GraphError NoSuchObject(string id, string method) => new(100, 400,
        $"Unsupported {method.ToLowerInvariant()} request. Object with ID '{id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation. Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api",
        Subcode: 33, Type: "GraphMethodException");

    public static GraphError UnknownPath(string path) => new(2500, 400, $"Unknown path components: /{path}");

    public static readonly GraphError TokenMissing = new(104, 401, "An access token is required to request this resource.");
    public static readonly GraphError TokenInvalid = new(190, 401, "Invalid OAuth access token - Cannot parse access token");
    public static readonly GraphError PasswordChanged = new(190, 401, "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.", Subcode: 460);
    public static readonly GraphError TokenExpired = new(190, 401, "Error validating access token: Session has expired. The current time is later than the expiry of the token.", Subcode: 463);
    public static readonly GraphError NoPermission = new(200, 403, "(#200) You do not have the necessary permissions required to send messages on behalf of this WhatsApp Business Account");

    sealed record KnownError(int Status, string Title, string? Details = null, int? Subcode = null);

    // Meta, Cloud API error codes, Dec 2025. Titles are shown to people, so they are Meta's original texts.
    static readonly FrozenDictionary<int, KnownError> Known = new Dictionary<int, KnownError>
    {
        [0] = new(401, "AuthException"),
        [1] = new(400, "API Unknown"),
        [2] = new(503, "API Service"),
        [3] = new(500, "API Method"),
        [4] = new(400, "API Too Many Calls"),
        [10] = new(403, "Permission Denied"),
        [33] = new(400, "Parameter value is not valid"),
        [100] = new(400, "Invalid parameter"),
        [190] = new(401, "Access token has expired", null, 463),
        [200] = new(403, "API Permission"),
        [368] = new(403, "Temporarily blocked for policies violations"),
        [80007] = new(400, "Rate limit issues"),
        [130403] = new(403, "User is blocked by the business"),
        [130429] = new(400, "Rate limit hit", "Message failed to send because there were too many messages sent from this phone number in a short period of time."),
        [130472] = new(400, "User's number is part of an experiment"),
        [130497] = new(403, "Business account is restricted from messaging users in this country"),
        [131000] = new(500, "Something went wrong"),
        [131005] = new(403, "Access denied"),
        [131008] = new(400, "Required parameter is missing"),
        [131009] = new(400, "Parameter value is not valid"),
        [131016] = new(503, "Service unavailable"),
        [131021] = new(400, "Recipient cannot be sender", "Recipient phone number and sender phone number must be different."),
        [131026] = new(400, "Message undeliverable", "Message Undeliverable."),
        [131030] = new(400, "Recipient phone number not in allowed list"),
        [131031] = new(403, "Account has been locked"),
        [131037] = new(400, "WhatsApp provided number needs display name approval before message can be sent"),
        [131042] = new(400, "Business eligibility payment issue"),
        [131045] = new(500, "Incorrect certificate"),
        [131047] = new(400, "Re-engagement message", "Message failed to send because more than 24 hours have passed since the customer last replied to this number."),
        [131048] = new(400, "Spam rate limit hit", "Message failed to send because there are restrictions on how many messages can be sent from this phone number. This may be because too many previous messages were blocked or flagged as spam."),
        [131049] = new(400, "Meta chose not to deliver", "This message was not delivered to maintain healthy ecosystem engagement."),
        [131050] = new(400, "User has stopped marketing messages", "Unable to deliver the message. This recipient has chosen to stop receiving marketing messages on WhatsApp from your business."),
        [131051] = new(400, "Unsupported message type", "Message type is not currently supported."),
        [131052] = new(400, "Media download error"),
        [131053] = new(400, "Media upload error"),
        [131055] = new(400, "Method not allowed"),
        [131056] = new(400, "(Business Account, Consumer Account) pair rate limit hit", "Message failed to send because there were too many messages sent from this phone number to the same phone number in a short period of time."),
        [131057] = new(500, "Account in maintenance mode"),
        [131060] = new(400, "Message unavailable", "This message is currently unavailable."),
        [131062] = new(400, "Business-scoped user IDs are not supported for this message"),
        [132000] = new(400, "Number of parameters does not match the expected number of params"),
        [132001] = new(404, "Template name does not exist in the translation"),
        [132005] = new(400, "Translated text too long"),
        [132007] = new(400, "Template format character policy violated"),
        [132012] = new(400, "Parameter format does not match format in the created template"),
        [132015] = new(400, "Template is paused"),
        [132016] = new(400, "Template is disabled"),
        [132018] = new(400, "There was an issue with the parameters in your template"),
        [132068] = new(400, "Flow is in blocked state"),
        [132069] = new(400, "Flow is in throttled state"),
        [133004] = new(503, "Server temporarily unavailable"),
        [133005] = new(400, "Two step verification PIN Mismatch"),
        [133006] = new(400, "Phone number re-verification needed"),
        [133010] = new(400, "Phone number not registered"),
        [133015] = new(400, "Please wait a few minutes before attempting to register this phone number"),
        [133016] = new(400, "Account register deregister rate limit exceeded"),
        [135000] = new(400, "Generic user error"),
        [139100] = new(400, "Failed to block/unblock users", "Some users could not be blocked or unblocked."),
        [139101] = new(400, "Block list limit reached"),
        [2593107] = new(400, "Synchronization request limit exceeded"),
        [2593108] = new(400, "Synchronization request made outside of allowed time window"),
        [2593109] = new(400, "History sync is turned off by the business from the WhatsApp Business App"),
    }.ToFrozenDictionary();
}
