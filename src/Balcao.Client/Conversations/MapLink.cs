using System.Globalization;
using System.Text.RegularExpressions;

namespace Balcao.Client.Conversations;

/// <summary>Reads a pasted place: a link of Google Maps, Apple Maps, OpenStreetMap or Waze, or two numbers.</summary>
public static partial class MapLink
{
    /// <summary>Null if the text contains no coordinates, like a short link, whose target only its host knows.</summary>
    public static (double Latitude, double Longitude)? Read(string? pasted)
    {
        if (string.IsNullOrWhiteSpace(pasted)) return null;
        var text = Uri.UnescapeDataString(pasted.Trim());
        foreach (var pattern in (Regex[])[Pin(), Named(), Marker(), At(), Pair()])
        {
            if (pattern.Match(text) is not { Success: true } found) continue;
            if (Number(found, 1) is { } latitude && Number(found, 2) is { } longitude && Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180)
                return (latitude, longitude);
        }
        return null;
    }

    private static double? Number(Match found, int group) =>
        double.TryParse(found.Groups[group].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>The pin of a Google Maps link, which is more exact than the centre of the map.</summary>
    [GeneratedRegex(@"!3d(-?\d+(?:\.\d+)?)!4d(-?\d+(?:\.\d+)?)")]
    private static partial Regex Pin();

    [GeneratedRegex(@"[?&](?:q|query|ll|destination|daddr|center)=(?:loc:)?(-?\d+(?:\.\d+)?),\s*(-?\d+(?:\.\d+)?)")]
    private static partial Regex Named();

    [GeneratedRegex(@"mlat=(-?\d+(?:\.\d+)?)&mlon=(-?\d+(?:\.\d+)?)")]
    private static partial Regex Marker();

    [GeneratedRegex(@"@(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)")]
    private static partial Regex At();

    [GeneratedRegex(@"^\(?(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)\)?$")]
    private static partial Regex Pair();
}
