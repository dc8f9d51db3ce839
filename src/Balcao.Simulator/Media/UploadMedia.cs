using System.Text.Json.Nodes;
using Balcao.Simulator.Faults;
using Balcao.Simulator.Graph;

namespace Balcao.Simulator.Media;

/// <summary><c>POST /{number}/media</c>, multipart: messaging_product, type, file.</summary>
static class UploadMedia
{
    public static async Task<GraphReply> Handle(string numberId, HttpContext http, BusinessDirectory directory, FaultSwitches faults, MediaStore media)
    {
        if (GraphEndpoints.FindNumber(http, directory, numberId, out _) is { } refused) return refused;
        if (faults.TakeUploadFailure()) return GraphError.Of(131053, "The upload failed on purpose.");
        if (!http.Request.HasFormContentType) return GraphError.Required("messaging_product");
        IFormCollection form;
        try
        {
            form = await http.Request.ReadFormAsync(http.RequestAborted);
        }
        catch (InvalidDataException tooLarge)
        {
            return GraphError.Of(131053, tooLarge.Message);
        }
        if (form["messaging_product"].ToString() is not "whatsapp") return GraphError.Required("messaging_product");
        if (form.Files["file"] is not { } file) return GraphError.Required("file");

        // The content type of the part is used; without one, the field "type".
        var mimeType = file.ContentType is { Length: > 0 } and not "application/octet-stream" ? file.ContentType : form["type"].ToString();
        if (!MediaRules.MayUpload(mimeType))
            return GraphError.InvalidParameter($"Param file must be a file with one of the following types: {MediaRules.List}. Received file of type '{(mimeType.Length == 0 ? "application/octet-stream" : mimeType)}'.");
        if (file.Length == 0) return GraphError.InvalidParameter("Param file is empty.");
        if (file.Length > MediaRules.MaximumSize(MediaRules.MessageType(mimeType))) return GraphError.Of(131053, $"File size of {file.Length} bytes is larger than WhatsApp takes for {mimeType}.");

        var bytes = new byte[file.Length];
        await using var stream = file.OpenReadStream();
        await stream.ReadExactlyAsync(bytes, http.RequestAborted);
        return GraphReply.Ok(new JsonObject { ["id"] = media.Add(bytes, mimeType, file.FileName, numberId).Id });
    }
}
