using Microsoft.AspNetCore.Mvc;

namespace PeaceTracker.Web.Features.Shared;

/// <summary>A field of a form; its problem, when the model state has one for its name, is printed with it.</summary>
/// <param name="Name">Name and id.</param>
/// <param name="Label">What it asks for.</param>
public sealed record Field(string Name, string Label)
{
    public string Type { get; init; } = "text";

    /// <summary>What was typed before. Passwords and codes are not given back.</summary>
    public string? Value { get; init; }

    public string? Hint { get; init; }

    /// <summary>What the browser may fill in, by the words of the HTML standard.</summary>
    public string? Autocomplete { get; init; }

    public string? InputMode { get; init; }

    public int? MaxLength { get; init; }

    /// <summary>The form is not taken without it. Set where that is not the same for every record.</summary>
    public bool Required { get; init; }
}

/// <summary>A box for more than one line.</summary>
public sealed record Lines(string Name, string Label, string? Value, int Rows)
{
    public string? Hint { get; init; }

    public bool Focus { get; init; }
}

/// <summary>Answers to forms.</summary>
public static class Forms
{
    /// <summary>The form again with its problems (those of the model state): 422.</summary>
    public static ViewResult Again(this Controller controller, object? model) => controller.Again(null, model);

    /// <inheritdoc cref="Again(Controller, object?)"/>
    public static ViewResult Again(this Controller controller, string? view, object? model)
    {
        var answer = controller.View(view, model);
        answer.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return answer;
    }
}
